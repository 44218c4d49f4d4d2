// What one needs to change a board: the kinds of parts there are, and what is to be said of a
// board file that is not saved yet.
#include "board_json.hpp"
#include "handlers.hpp"
#include "perisphere/boards/wiring.hpp"
#include "perisphere/parts/part_json.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace perisphere::control
{
namespace
{

namespace fs = std::filesystem;

Value toJson(const parts::PinHint& pin)
{
    return {{"name", pin.name},
            {"description", pin.description},
            {"role", name(pin.role)},
            {"x", pin.x},
            {"y", pin.y}};
}

Value toJson(const parts::PartType& type)
{
    Value pins = Value::array();
    for (const parts::PinHint& pin : type.drawing.pins)
        pins.push_back(toJson(pin));
    return {{"name", type.name},
            {"title", type.title},
            {"description", type.description},
            {"shape", name(type.drawing.shape)},
            {"width", type.drawing.width},
            {"height", type.drawing.height},
            {"pins", std::move(pins)},
            {"configuration", parts::configurationSchema(type)}};
}

Value toJson(const Diagnostic& finding)
{
    return {{"severity", name(finding.severity)}, {"rule", finding.rule},
            {"message", finding.message},         {"expected", finding.expected},
            {"advice", finding.advice},           {"file", finding.where.file},
            {"line", finding.where.line},         {"column", finding.where.column}};
}

/// The files of the disk, with one whose text is not there yet.
class DraftSource final : public hardware::FileSource
{
public:
    DraftSource(std::string path, const std::string& text)
        : m_path(std::move(path))
        , m_text(text)
    {
    }

    Result<std::optional<File>> read(std::string_view directory, std::string_view path) override
    {
        if (directory.empty() && path == m_path)
            return File{.path = m_path, .identity = m_path, .text = m_text};
        return m_disk.read(directory, path);
    }

private:
    hardware::DiskFileSource m_disk;
    std::string m_path;
    const std::string& m_text;
};

/// Where the files of the device's own board are: the shipped ones among them.
std::vector<std::string> foldersOf(const boards::Board& board)
{
    std::vector<std::string> folders;
    for (const std::string& file : board.files)
        if (std::string folder = fs::path(file).parent_path().string();
            std::ranges::find(folders, folder) == folders.end())
            folders.push_back(std::move(folder));
    return folders;
}

} // namespace

Result<Value> boardPartTypes(const Call&)
{
    Value types = Value::array();
    for (const parts::PartType* const type : parts::partTypes())
        types.push_back(toJson(*type));
    return Value{{"types", std::move(types)}};
}

Result<Value> boardCheck(const Call& call)
{
    const std::string& path = call.text("path");
    if (!fs::path(path).is_absolute() || !path.ends_with(".json"))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "a board cannot be in \"" + path + "\"",
                          .where = {},
                          .expected = "the absolute path of a .json file",
                          .advice = {}});
    DraftSource source(path, call.text("text"));
    auto checked =
        boards::loadBoard(path, foldersOf(call.target().board().boardDescription()), source);
    if (checked.ok())
        std::ranges::move(boards::checkWiring(*checked.value),
                          std::back_inserter(checked.diagnostics));
    Value findings = Value::array();
    for (const Diagnostic& finding : checked.diagnostics)
        findings.push_back(toJson(finding));
    Value answer{{"findings", std::move(findings)}};
    if (checked.value)
        answer["board"] = control::toJson(*checked.value);
    return answer;
}

} // namespace perisphere::control
