package io.acuity.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The directions of dependence between modules, and who may see which foundation. */
@AnalyzeClasses(packages = "io.acuity", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MODULES_DEPEND_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("io.acuity.schemas..", "io.acuity.events..")
            .layer("imaging")
            .definedBy("io.acuity.imaging..")
            .layer("attention")
            .definedBy("io.acuity.attention..")
            .layer("checkpoints")
            .definedBy("io.acuity.checkpoints..")
            .layer("diffusion")
            .definedBy("io.acuity.diffusion..")
            .layer("networks")
            .definedBy("io.acuity.networks..")
            .layer("training")
            .definedBy("io.acuity.training..")
            .layer("evaluation")
            .definedBy("io.acuity.evaluation..")
            .optionalLayer("video")
            .definedBy("io.acuity.video..")
            .layer("streaming")
            .definedBy("io.acuity.streaming..")
            .layer("pipeline")
            .definedBy("io.acuity.pipeline..")
            .layer("gateway")
            .definedBy("io.acuity.gateway..")
            .layer("worker")
            .definedBy("io.acuity.worker..")
            .layer("tracker")
            .definedBy("io.acuity.tracker..")
            .layer("assembler")
            .definedBy("io.acuity.assembler..")
            .layer("trainer")
            .definedBy("io.acuity.trainer..")
            .layer("cli")
            .definedBy("io.acuity.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("worker")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("tracker")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("assembler")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("trainer", "cli")
            .whereLayer("evaluation")
            .mayOnlyBeAccessedByLayers("training", "cli")
            .whereLayer("networks")
            .mayOnlyBeAccessedByLayers("training", "evaluation", "worker", "trainer", "cli")
            .whereLayer("diffusion")
            .mayOnlyBeAccessedByLayers("networks", "training", "evaluation", "worker", "trainer", "cli")
            .whereLayer("attention")
            .mayOnlyBeAccessedByLayers("networks", "training", "evaluation", "worker", "trainer", "cli")
            .whereLayer("checkpoints")
            .mayOnlyBeAccessedByLayers("networks", "training", "evaluation", "worker", "trainer", "cli")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("assembler", "cli")
            .whereLayer("video")
            .mayOnlyBeAccessedByLayers("pipeline", "worker", "assembler", "cli")
            .whereLayer("streaming")
            .mayOnlyBeAccessedByLayers("pipeline", "gateway", "worker", "tracker", "assembler", "trainer", "cli")
            .whereLayer("imaging")
            .mayOnlyBeAccessedByLayers(
                    "attention",
                    "checkpoints",
                    "diffusion",
                    "networks",
                    "training",
                    "evaluation",
                    "video",
                    "pipeline",
                    "gateway",
                    "worker",
                    "trainer",
                    "cli");

    @ArchTest
    static final ArchRule FOUNDATIONS_KNOW_NO_SERVICE_LIBRARY = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.acuity.imaging..", "io.acuity.attention..", "io.acuity.checkpoints..", "io.acuity.video..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "ai.djl..", "io.vertx..");

    @ArchTest
    static final ArchRule ONLY_NETWORKS_AND_TRAINING_SEE_DJL = noClasses()
            .that()
            .resideOutsideOfPackages("io.acuity.networks..", "io.acuity.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONLY_STREAMING_AND_TRACKER_SEE_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackages("io.acuity.streaming..", "io.acuity.tracker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule ONLY_THE_GATEWAY_SEES_VERTX = noClasses()
            .that()
            .resideOutsideOfPackage("io.acuity.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule WHERE_SPANS_GO_IS_DECIDED_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.acuity.cli.tracing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..");

    @ArchTest
    static final ArchRule FOUNDATIONS_ARE_NOT_TRACED = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.acuity.imaging..",
                    "io.acuity.attention..",
                    "io.acuity.checkpoints..",
                    "io.acuity.video..",
                    "io.acuity.diffusion..",
                    "io.acuity.networks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule ONLY_THE_CONSOLE_PRINTS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.acuity.cli.console.Console")
            .and()
            .doNotHaveFullyQualifiedName("io.acuity.cli.Acuity")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_BY_FEATURE =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..impl..", "..manager..", "..dto..");

    @ArchTest
    static final ArchRule EVERY_PACKAGE_STATES_ITS_PURPOSE_AND_NULLNESS = classes()
            .that(areWrittenByHand())
            .should(new ArchCondition<>("reside in a package with a @NullMarked package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, "package " + type.getPackageName() + " has no @NullMarked package-info"));
                }
            });

    private static DescribedPredicate<JavaClass> areWrittenByHand() {
        return DescribedPredicate.describe(
                "are written by hand", type -> !type.getPackageName().equals("io.acuity.events"));
    }
}
