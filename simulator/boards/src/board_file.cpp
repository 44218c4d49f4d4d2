#include "board_file.hpp"

#include "board_schema.hpp"
#include "perisphere/json/schema.hpp"
#include "perisphere/parts/part_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace perisphere::boards
{
namespace
{

using json::Document;
using json::join;
using json::Value;

const json::Schema& schema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema schema = [] {
        auto compiled = json::Schema::compile(embedded::boardSchema);
        if (!compiled)
            std::abort();
        return std::move(*compiled);
    }();
    return schema;
}

/// Reads a document that keeps the schema.
class Reader
{
public:
    Reader(const Document& document, Diagnostics& diagnostics)
        : m_document(document)
        , m_diagnostics(diagnostics)
    {
    }

    BoardFile read()
    {
        const Value& root = m_document.root();
        Board& board = m_file.board;
        board.name = root.value("name", "");
        board.description = root.value("description", "");
        board.chip = root.value("chip", "");
        board.hardwareDefinition = root.value("hardwareDefinition", "");
        m_file.extends = root.value("extends", "");
        m_file.extendsWhere = m_document.locate("/extends");
        if (root.contains("outline")) {
            board.width = root["outline"]["width"].get<double>();
            board.height = root["outline"]["height"].get<double>();
        }
        if (root.contains("chipAt")) {
            board.chipAt = placement(root, "chipAt");
            m_file.hasChipAt = true;
        }
        readSupplies(root);
        readHosts(root);
        forEach(root, "nets", "", [this](const Value& net, const std::string& /*pointer*/) {
            m_file.board.nets.push_back(net.get<std::string>());
        });
        forEach(root, "connectors", "", [this](const Value& one, const std::string& pointer) {
            readConnector(one, pointer);
        });
        forEach(root, "parts", "",
                [this](const Value& one, const std::string& pointer) { readPart(one, pointer); });
        forEach(root, "wires", "", [this](const Value& one, const std::string& pointer) {
            addWire(one[0].get<std::string>(), one[1].get<std::string>(),
                    one.size() > 2 ? one[2].get<std::uint32_t>() : 0, pointer);
        });
        return std::move(m_file);
    }

private:
    template <class Visit>
    static void forEach(const Value& object, const char* key, const std::string& pointer,
                        Visit visit)
    {
        if (!object.contains(key))
            return;
        std::size_t index = 0;
        for (const Value& element : object[key])
            visit(element, join(join(pointer, key), index++));
    }

    static Placement placement(const Value& object, const char* key)
    {
        Placement at;
        if (object.contains(key)) {
            at.x = object[key][0].get<double>();
            at.y = object[key][1].get<double>();
        }
        at.rotation = object.value("rotation", 0.0);
        return at;
    }

    void readSupplies(const Value& root)
    {
        if (!root.contains("supplies"))
            return;
        for (const auto& [name, volts] : root["supplies"].items())
            m_file.board.supplies.push_back(
                {name, engine::Voltage::microvolts(std::llround(volts.get<double>() * 1e6))});
    }

    void readHosts(const Value& root)
    {
        if (!root.contains("hosts"))
            return;
        for (const auto& [name, endpoint] : root["hosts"].items())
            m_file.board.hosts.push_back({.name = name,
                                          .endpoint = endpoint.get<std::string>(),
                                          .where = m_document.locate(join("/hosts", name))});
    }

    void addWire(std::string from, std::string to, std::uint32_t ohms, const std::string& pointer)
    {
        m_file.board.wires.push_back({.from = std::move(from),
                                      .to = std::move(to),
                                      .ohms = ohms,
                                      .where = m_document.locate(pointer)});
    }

    void readConnector(const Value& object, const std::string& pointer)
    {
        Connector connector{.name = object["name"].get<std::string>(),
                            .title = object.value("title", ""),
                            .at = placement(object, "at"),
                            .rows = object.value("rows", 1U),
                            .pitch = object.value("pitch", 2.54),
                            .pins = {}};
        forEach(object, "pins", pointer, [&](const Value& pin, const std::string& pinPointer) {
            const std::string name =
                fmt::format("{}-{}", connector.name, pin["pin"].get<std::string>());
            connector.pins.push_back({name, pin["label"].get<std::string>()});
            forEach(pin, "to", pinPointer, [&](const Value& end, const std::string& endPointer) {
                addWire(name, end.get<std::string>(), 0, endPointer);
            });
        });
        m_file.board.connectors.push_back(std::move(connector));
    }

    void readPart(const Value& object, const std::string& pointer)
    {
        const auto type = parts::findPartType(object["type"].get<std::string>());
        if (!type) {
            Diagnostic finding = toDiagnostic(type.error(), "unknown-part-type");
            finding.where = m_document.locate(join(pointer, "type"));
            m_diagnostics.push_back(std::move(finding));
            return;
        }
        auto configuration =
            parts::checkConfiguration(**type, m_document, join(pointer, "configuration"));
        m_diagnostics.insert(m_diagnostics.end(), configuration.diagnostics.begin(),
                             configuration.diagnostics.end());
        if (!configuration.value)
            return;
        m_file.board.parts.push_back({.name = object["name"].get<std::string>(),
                                      .type = *type,
                                      .configuration = std::move(*configuration.value),
                                      .label = object.value("label", ""),
                                      .at = placement(object, "at"),
                                      .where = m_document.locate(pointer)});
    }

    const Document& m_document;
    Diagnostics& m_diagnostics;
    BoardFile m_file;
};

} // namespace

Checked<BoardFile> parseBoardFile(const hardware::FileSource::File& file)
{
    const auto document = Document::parse(file.text, file.path);
    if (!document)
        return {std::nullopt, {toDiagnostic(document.error(), "syntax")}};
    Checked<BoardFile> result;
    result.diagnostics = schema().validate(*document);
    for (const Diagnostic& duplicate : document->duplicateKeys())
        result.diagnostics.push_back(duplicate);
    if (hasErrors(result.diagnostics))
        return result;
    result.value = Reader(*document, result.diagnostics).read();
    result.value->identity = file.identity;
    result.value->board.id = std::filesystem::path(file.path).stem().string();
    result.value->board.files = {file.path};
    return result;
}

} // namespace perisphere::boards
