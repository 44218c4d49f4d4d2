// The application core against another implementation: what ./test runs, and more of it by option.
#include "comparison.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    using namespace perisphere::differential;
    CLI::App app("Compares random sequences of A32, T32, VFP and Advanced SIMD with qemu-arm.");
    Comparison comparison{.guest = DIFFERENTIAL_GUEST};
    std::string qemu = DIFFERENTIAL_QEMU;
    std::string core = DIFFERENTIAL_CORE;
    app.add_option("--sequences", comparison.sequences)->capture_default_str();
    app.add_option("--seed", comparison.seed)->capture_default_str();
    app.add_option("--reports", comparison.reports, "differences printed at most")
        ->capture_default_str();
    app.add_flag("--faults-only", comparison.faultsOnly, "all batches have faults");
    app.add_option("--folder", comparison.folder, "where each engine's last batch is left");
    app.add_option("--qemu", qemu)->capture_default_str();
    app.add_option("--core", core)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    comparison.reference = {.name = "qemu-arm", .command = {qemu, "-cpu", "cortex-a7"}};
    comparison.ours = {.name = "perisphere-a7", .command = {core}};
    return compareRandomSequences(comparison) ? 0 : 1;
}
