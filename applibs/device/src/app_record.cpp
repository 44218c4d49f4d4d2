#include "app_record.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/image/guid.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>

namespace perisphere::device
{
namespace
{

constexpr std::uint64_t kMaxBytes = 4096;

/// An image id in the form that folders are named by; empty is for an absent member.
Result<std::string> readId(const json::Document& document, const std::string& key)
{
    const json::Value& root = document.root();
    const auto member = root.is_object() ? root.find(key) : root.end();
    if (member == root.end())
        return std::string();
    if (member->is_string())
        if (const auto id = image::Guid::parse(member->get<std::string>()))
            return id->toString();
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("\"{}\" is not an image id", key),
                      .where = document.locate("/" + key),
                      .expected = "a GUID"});
}

} // namespace

Result<AppRecord> readRecord(const std::filesystem::path& path)
{
    const auto text = readTextFile(path, kMaxBytes);
    if (!text)
        return fail(text.error());
    const auto document = json::Document::parse(*text, path.string());
    if (!document)
        return fail(document.error());
    const auto current = readId(*document, "current");
    if (!current)
        return fail(current.error());
    const auto previous = readId(*document, "previous");
    if (!previous)
        return fail(previous.error());
    if (current->empty())
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "the record names no image",
                          .where = document->locate(""),
                          .expected = "a member \"current\""});
    const json::Value& root = document->root();
    return AppRecord{.currentImage = *current,
                     .previousImage = *previous,
                     .isOnTrial = root.contains("onTrial") && root["onTrial"] == true};
}

Result<> writeRecord(const std::filesystem::path& path, const AppRecord& record)
{
    json::Value root = {{"current", record.currentImage}};
    if (!record.previousImage.empty())
        root["previous"] = record.previousImage;
    if (record.isOnTrial)
        root["onTrial"] = true;
    return replaceFile(path, root.dump() + "\n");
}

} // namespace perisphere::device
