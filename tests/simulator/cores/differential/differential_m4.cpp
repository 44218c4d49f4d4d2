// The Cortex-M4F core against QEMU's: random sequences of instructions, and cases written by hand.
//
//     differential_m4 random [--sequences N] [--seed S] [--reports N]
//     differential_m4 cases [--verbose] FILE...
#include "case_run.hpp"
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

    std::vector<std::filesystem::path> images;
    unsigned least = 0;
    bool isVerbose = false;
    CLI::App* const casesCommand = program.add_subcommand("cases", "cases written by hand");
    casesCommand->add_option("FILE", images, "assembled files of cases")->required();
    casesCommand->add_option("--at-least", least, "how many cases there have to be");
    casesCommand->add_flag("--verbose", isVerbose, "print all results");

    CLI11_PARSE(program, argc, argv);
    if (casesCommand->parsed())
        return runCases(images, least, isVerbose) ? 0 : 1;
    return compareRandomSequences(random) ? 0 : 1;
}
