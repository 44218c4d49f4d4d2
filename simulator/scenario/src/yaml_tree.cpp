#include "yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace perisphere::scenario
{
namespace
{

/// What ends the parsing from inside a callback; it does not leave this file.
struct Stop {
    Error error;
};

Location placeOf(const YAML::Mark& mark, const std::string& file)
{
    if (mark.is_null())
        return {.file = file};
    return {.file = file,
            .line = static_cast<std::uint32_t>(mark.line) + 1,
            .column = static_cast<std::uint32_t>(mark.column) + 1};
}

class Builder final : public YAML::EventHandler
{
public:
    explicit Builder(const std::string& file)
        : m_file(file)
    {
    }

    [[nodiscard]] std::vector<YamlNode> take() { return std::move(m_documents); }

    void OnDocumentStart(const YAML::Mark& /*mark*/) override { m_open.clear(); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override
    {
        add(node(mark, YamlNode::Kind::Null));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { refuse(mark, "*"); }
    void OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) override
    {
        refuse(mark, "&");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  const std::string& value) override
    {
        refuseTag(mark, tag);
        // yaml-cpp gives a scalar in quotes or a block the tag "!", a plain one "?".
        YamlNode scalar = node(mark, YamlNode::Kind::Scalar);
        scalar.text = value;
        scalar.isQuoted = tag == "!";
        add(std::move(scalar));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value /*style*/) override
    {
        refuseTag(mark, tag);
        open(node(mark, YamlNode::Kind::List));
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override
    {
        refuseTag(mark, tag);
        open(node(mark, YamlNode::Kind::Map));
    }
    void OnMapEnd() override { close(); }

private:
    [[nodiscard]] YamlNode node(const YAML::Mark& mark, YamlNode::Kind kind)
    {
        if (++m_count > kMaxYamlNodes)
            throw Stop{{.code = ErrorCode::LimitExceeded,
                        .message = fmt::format("more than {} values", kMaxYamlNodes),
                        .where = placeOf(mark, m_file)}};
        const Location place = placeOf(mark, m_file);
        return {.kind = kind, .line = place.line, .column = place.column};
    }

    void open(YamlNode node)
    {
        if (m_open.size() == kMaxYamlDepth)
            throw Stop{{.code = ErrorCode::LimitExceeded,
                        .message = fmt::format("nested deeper than {} levels", kMaxYamlDepth),
                        .where = {.file = m_file, .line = node.line, .column = node.column}}};
        m_open.push_back(std::move(node));
    }

    void close()
    {
        YamlNode node = std::move(m_open.back());
        m_open.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node)
    {
        if (m_open.empty()) {
            m_documents.push_back(std::move(node));
            return;
        }
        YamlNode& parent = m_open.back();
        const bool isKey =
            parent.is(YamlNode::Kind::Map) && parent.keys.size() == parent.values.size();
        if (!isKey) {
            parent.values.push_back(std::move(node));
            return;
        }
        const Location where{.file = m_file, .line = node.line, .column = node.column};
        if (parent.keys.size() == kMaxYamlKeys)
            throw Stop{{.code = ErrorCode::LimitExceeded,
                        .message = fmt::format("a map of more than {} keys", kMaxYamlKeys),
                        .where = where}};
        if (!node.is(YamlNode::Kind::Scalar))
            throw Stop{
                {.code = ErrorCode::Syntax, .message = "a key that is not a word", .where = where}};
        if (std::any_of(parent.keys.begin(), parent.keys.end(),
                        [&](const YamlNode& one) { return one.text == node.text; }))
            throw Stop{{.code = ErrorCode::Syntax,
                        .message = fmt::format("the key \"{}\" is there twice", node.text),
                        .where = where}};
        parent.keys.push_back(std::move(node));
    }

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string_view sign) const
    {
        throw Stop{{.code = ErrorCode::Syntax,
                    .message = fmt::format("\"{}\" begins an anchor, an alias or a tag", sign),
                    .where = placeOf(mark, m_file),
                    .expected = "values written out",
                    .advice = fmt::format("put a text that begins with \"{}\" in quotes", sign)}};
    }

    void refuseTag(const YAML::Mark& mark, const std::string& tag) const
    {
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "!");
    }

    const std::string& m_file;
    std::vector<YamlNode> m_documents;
    std::vector<YamlNode> m_open;
    std::size_t m_count = 0;
};

} // namespace

Result<std::vector<YamlNode>> parseYaml(std::string_view text, const std::string& file)
{
    if (text.size() > kMaxYamlBytes)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = fmt::format("more than {} KiB", kMaxYamlBytes / 1024),
                          .where = {.file = file}});
    std::istringstream input{std::string(text)};
    Builder builder(file);
    try {
        YAML::Parser parser(input);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stop& stop) {
        return fail(stop.error);
    } catch (const YAML::Exception& exception) {
        return fail(Error{.code = ErrorCode::Syntax,
                          .message = exception.msg,
                          .where = placeOf(exception.mark, file),
                          .expected = "YAML"});
    }
    return builder.take();
}

} // namespace perisphere::scenario
