#include "commands/manifest/check.hpp"

#include "command/report.hpp"
#include "support/manifest_file.hpp"

namespace perisphere::tools
{

void declareManifestCheck(Command& command, ManifestCheckOptions& options)
{
    command.describe("Without a board, \"$NAME\" entries are not checked. Ends with 1 when there "
                     "are errors; warnings do not count.");
    command.argument("FILE", options.manifest, "app manifest");
    declareHardwareOptions(command, options.hardware);
    command.option("--partner", "FILE", options.partners,
                   "manifest of an app on the same device: finds pins, peripherals and ports that "
                   "both claim");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere manifest check app_manifest.json --hardware-definition mt3620_rdb",
                    "check against the reference board");
}

Result<ExitCode> runManifestCheck(const ManifestCheckOptions& options, Services& services)
{
    auto checked = checkManifest(options.manifest, options.hardware, services);
    if (!checked)
        return fail(checked.error());
    Diagnostics diagnostics = checked->diagnostics;
    for (const std::filesystem::path& file : options.partners) {
        const auto partner = checkManifest(file, options.hardware, services);
        if (!partner)
            return fail(partner.error());
        diagnostics.insert(diagnostics.end(), partner->diagnostics.begin(),
                           partner->diagnostics.end());
        if (!checked->value || !partner->value)
            continue;
        const Diagnostics conflicts = manifest::checkTogether(*checked->value, *partner->value);
        diagnostics.insert(diagnostics.end(), conflicts.begin(), conflicts.end());
    }
    return reportCheck(options.manifest.string(), diagnostics, options.asJson, services);
}

Command manifestCheckCommand(Services& services)
{
    return Command::make("check", "Check an app manifest", declareManifestCheck, runManifestCheck,
                         services);
}

} // namespace perisphere::tools
