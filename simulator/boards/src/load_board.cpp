#include "board_check.hpp"
#include "board_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace perisphere::boards
{
namespace
{

std::string fileNameOf(std::string_view board)
{
    return board.ends_with(".json") ? std::string(board) : fmt::format("{}.json", board);
}

/// Puts what is extended under what extends it: lists are joined, the base's first.
void putUnder(BoardFile& top, BoardFile base)
{
    Board& board = top.board;
    if (board.chip.empty())
        board.chip = base.board.chip;
    if (board.hardwareDefinition.empty())
        board.hardwareDefinition = base.board.hardwareDefinition;
    if (board.width <= 0) {
        board.width = base.board.width;
        board.height = base.board.height;
    }
    if (!top.hasChipAt)
        board.chipAt = base.board.chipAt;
    const auto joinLists = [](auto& after, auto& before) {
        before.insert(before.end(), std::make_move_iterator(after.begin()),
                      std::make_move_iterator(after.end()));
        after = std::move(before);
    };
    joinLists(board.supplies, base.board.supplies);
    board.hosts.insert(board.hosts.end(), base.board.hosts.begin(), base.board.hosts.end());
    joinLists(board.nets, base.board.nets);
    joinLists(board.connectors, base.board.connectors);
    joinLists(board.parts, base.board.parts);
    joinLists(board.wires, base.board.wires);
    board.files.insert(board.files.end(), base.board.files.begin(), base.board.files.end());
}

class Loader
{
public:
    Loader(const std::vector<std::string>& directories, hardware::FileSource& source)
        : m_directories(directories)
        , m_source(source)
    {
    }

    std::optional<BoardFile> load(std::string_view name, const std::string& firstDirectory,
                                  const Location& askedIn)
    {
        const auto file = find(name, firstDirectory, askedIn);
        if (!file)
            return std::nullopt;
        if (std::find(m_identities.begin(), m_identities.end(), file->identity) !=
            m_identities.end()) {
            add("extends-cycle", askedIn, fmt::format("board \"{}\" extends itself", name),
                "boards that extend one another in one direction");
            return std::nullopt;
        }
        m_identities.push_back(file->identity);
        auto parsed = parseBoardFile(*file);
        diagnostics.insert(diagnostics.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
        if (!parsed.value || parsed.value->extends.empty())
            return std::move(parsed.value);
        const std::string folder = std::filesystem::path(file->path).parent_path().string();
        auto base = load(parsed.value->extends, folder, parsed.value->extendsWhere);
        if (base)
            putUnder(*parsed.value, std::move(*base));
        return std::move(parsed.value);
    }

    Diagnostics diagnostics;

private:
    void add(std::string rule, const Location& where, std::string message, std::string expected)
    {
        diagnostics.push_back({.severity = Severity::Error,
                               .rule = std::move(rule),
                               .where = where,
                               .message = std::move(message),
                               .expected = std::move(expected),
                               .advice = {}});
    }

    std::optional<hardware::FileSource::File>
    find(std::string_view name, const std::string& firstDirectory, const Location& askedIn)
    {
        std::vector<std::string> directories = {firstDirectory};
        directories.insert(directories.end(), m_directories.begin(), m_directories.end());
        for (const std::string& directory : directories) {
            auto file = m_source.read(directory, fileNameOf(name));
            if (!file) {
                diagnostics.push_back(toDiagnostic(file.error(), "board-not-found"));
                return std::nullopt;
            }
            if (*file)
                return std::move(**file);
        }
        add("board-not-found", askedIn, fmt::format("there is no board \"{}\"", name),
            fmt::format("\"{}\" in one of: {}", fileNameOf(name), fmt::join(directories, ", ")));
        return std::nullopt;
    }

    const std::vector<std::string>& m_directories;
    hardware::FileSource& m_source;
    std::vector<std::string> m_identities;
};

} // namespace

Checked<Board> loadBoard(std::string_view name, const std::vector<std::string>& directories,
                         hardware::FileSource& source)
{
    Loader loader(directories, source);
    auto file = loader.load(name, "", {});
    Checked<Board> result;
    result.diagnostics = std::move(loader.diagnostics);
    if (!file)
        return result;
    // With a part or a whole base missing, every wire to it would be reported as well.
    if (!hasErrors(result.diagnostics))
        checkBoard(file->board, result.diagnostics);
    result.value = std::move(file->board);
    return result;
}

} // namespace perisphere::boards
