package io.acuity.cli.chaos;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Scenarios that follow each other in one house, each with books of its own. Owned by one thread. */
final class ChaosSeries {
    private final Blueprint usual;

    /** What happens in the house of this kind, or of what the scenarios need beyond it. */
    ChaosSeries(Blueprint usual) {
        this.usual = usual;
    }

    /**
     * Runs all.
     *
     * @param plans at least one
     * @param before hears of each run when it begins
     * @param after hears what became of its jobs
     * @return whether every promise was kept in each
     */
    boolean run(List<ChaosPlan> plans, Consumer<ChaosPlan> before, Consumer<ChaosReport> after)
            throws IOException, InterruptedException {
        List<Fault> faults =
                plans.stream().map(plan -> plan.scenario().fault(plan)).toList();
        try (ChaosHouse house = new ChaosHouse(blueprint(faults))) {
            house.start();
            boolean passed = true;
            for (int i = 0; i < plans.size(); i++) {
                before.accept(plans.get(i));
                ChaosReport report = run(plans.get(i), faults.get(i), house);
                after.accept(report);
                passed &= report.passed();
            }
            return passed;
        } finally {
            for (Fault fault : faults) {
                fault.close();
            }
        }
    }

    private Blueprint blueprint(List<Fault> faults) throws IOException, InterruptedException {
        Blueprint blueprint = usual;
        for (Fault fault : faults) {
            blueprint = fault.house(blueprint);
        }
        return blueprint;
    }

    private ChaosReport run(ChaosPlan plan, Fault fault, ChaosHouse house) throws IOException, InterruptedException {
        house.openBooks();
        Ledger ledger = new Ledger();
        try (LedgerTails tails = new LedgerTails(house.kafka(), ledger);
                Uploads uploads = new Uploads(house.gateways(), usual.model(), ledger)) {
            Scene scene = new Scene(plan, house, ledger, uploads, new SplittableRandom(plan.seed()));
            ChaosReport report = new ChaosRun(scene, fault).run();
            tails.requireWhole();
            return report;
        }
    }
}
