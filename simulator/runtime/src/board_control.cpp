#include "board_control.hpp"

#include "board_json.hpp"
#include "perisphere/boards/wiring.hpp"
#include "perisphere/parts/part_json.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace perisphere::runtime
{

using json::Value;

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

Value BoardControl::description()
{
    return toJson(m_board);
}

Value BoardControl::partTypes()
{
    Value types = Value::array();
    for (const parts::PartType* const type : parts::partTypes())
        types.push_back(toJson(*type));
    return Value{{"types", std::move(types)}};
}

Result<Value> BoardControl::check(const std::string& path, const std::string& text)
{
    if (!fs::path(path).is_absolute() || !path.ends_with(".json"))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "a board cannot be in \"" + path + "\"",
                          .where = {},
                          .expected = "the absolute path of a .json file",
                          .advice = {}});
    DraftSource source(path, text);
    auto checked = boards::loadBoard(path, foldersOf(m_board), source);
    if (checked.ok())
        std::ranges::move(boards::checkWiring(*checked.value),
                          std::back_inserter(checked.diagnostics));
    Value findings = Value::array();
    for (const Diagnostic& finding : checked.diagnostics)
        findings.push_back(toJson(finding));
    Value answer{{"findings", std::move(findings)}};
    if (checked.value)
        answer["board"] = runtime::toJson(*checked.value);
    return answer;
}

} // namespace perisphere::runtime
