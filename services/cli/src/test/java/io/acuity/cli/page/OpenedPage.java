package io.acuity.cli.page;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of the page, each of which finds it opened afresh. */
@ExtendWith(Page.Resolver.class)
abstract class OpenedPage {
    final Page page;
    final Browser browser;

    OpenedPage(Page page) {
        this.page = page;
        this.browser = page.browser();
    }

    @BeforeEach
    void open() {
        page.openAfresh();
    }
}
