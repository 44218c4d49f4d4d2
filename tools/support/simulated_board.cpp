#include "support/simulated_board.hpp"

#include "command/report.hpp"
#include "support/sdk_folders.hpp"

#include <cctype>
#include <system_error>
#include <vector>

namespace perisphere::tools
{

namespace fs = std::filesystem;

Result<std::optional<boards::Board>> loadBoardFor(const std::string& board, const fs::path& beside,
                                                  Services& services)
{
    std::vector<std::string> directories;
    std::error_code ignored;
    if (fs::is_directory(beside, ignored))
        directories.push_back(beside.string());
    const auto shipped = boardsFolder(services);
    if (!shipped)
        return fail(shipped.error());
    directories.push_back(shipped->string());
    auto loaded = boards::loadBoard(board, directories, services.definitions);
    printDiagnostics(loaded.diagnostics, services);
    if (hasErrors(loaded.diagnostics))
        return std::nullopt;
    return std::move(loaded.value);
}

std::string deviceNameFor(std::string name)
{
    for (char& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_')
            c = '-';
    return name.empty() ? "device" : name;
}

fs::path deviceFolder(const std::string& name, const Services& services)
{
    const fs::path state =
        services.setting("XDG_STATE_HOME")
            ? fs::path(*services.setting("XDG_STATE_HOME"))
            : fs::path(services.setting("HOME").value_or("/tmp")) / ".local/state";
    return state / "perisphere" / "devices" / name;
}

} // namespace perisphere::tools
