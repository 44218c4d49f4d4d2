// The Cortex-M4F core against QEMU's: random sequences of instructions, and cases written by hand.
//
//     differential_m4 random [--sequences N] [--seed S] [--reports N]
//     differential_m4 cases FILE...
#include "random_run.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    using namespace perisphere::differential;
    CLI::App program("Compares the Cortex-M4F core with QEMU's");
    program.require_subcommand(1);

    RandomRun random{.driver = DIFFERENTIAL_DRIVER};
    CLI::App* const randomCommand = program.add_subcommand("random", "random sequences");
    randomCommand->add_option("--sequences", random.sequences, "how many")->capture_default_str();
    randomCommand->add_option("--seed", random.seed, "of the generator")->capture_default_str();
    randomCommand->add_option("--reports", random.reports, "how many to print at most")
        ->capture_default_str();

    CLI11_PARSE(program, argc, argv);
    return compareRandomSequences(random) == 0 ? 0 : 1;
}
