#include "upload_filter.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/control/base64.hpp"
#include "perisphere/control/error_codes.hpp"
#include "perisphere/control/package_source.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

namespace perisphere::remote
{
namespace
{

using json::Value;

constexpr std::string_view kOwnIds = "perisphere-upload-"; ///< ids of the filter's own requests
constexpr std::size_t kUploadBytes = std::size_t{384} * 1024;
constexpr json::ParseLimits kLimits{.bytes = std::size_t{2} * 1024 * 1024};

std::string lineOf(const Value& message)
{
    return message.dump() + "\n";
}

/// The path of the package that the request names; empty: it names none.
std::string packageIn(const Value& request)
{
    if (!request.is_object() || !request.contains("params") || !request["params"].is_object())
        return {};
    const Value method = request.value("method", Value());
    const Value package = request["params"].value("package", Value());
    if ((method != "app.install" && method != "update.offer") || !package.is_string() ||
        request["params"].contains("upload"))
        return {};
    return package.get<std::string>();
}

} // namespace

std::string UploadFilter::outgoing(std::string_view bytes, std::string& answer)
{
    m_requests.add(bytes);
    std::string passed;
    while (const auto line = m_requests.take()) {
        // Only what can be about a package is looked into.
        if (line->find("\"package\"") == std::string::npos)
            passed += *line + "\n";
        else
            passed += withUpload(*line, answer);
    }
    return passed;
}

std::string UploadFilter::withUpload(const std::string& line, std::string& answer)
{
    const auto document = json::Document::parse(line, {}, kLimits);
    const std::string path = document ? packageIn(document->root()) : std::string();
    if (path.empty())
        return line + "\n";
    Value request = document->root();
    const auto content = readBinaryFile(path, control::PackageSource::kMaxBytes);
    if (!content) {
        answer += lineOf({{"jsonrpc", "2.0"},
                          {"id", request.value("id", Value())},
                          {"error", control::errorObject(content.error())}});
        return {};
    }
    const std::string name = fmt::format("{}{}", kOwnIds, ++m_uploads);
    std::string lines;
    for (std::size_t at = 0; at < content->size(); at += kUploadBytes) {
        const auto piece =
            std::span(*content).subspan(at, std::min(kUploadBytes, content->size() - at));
        lines += lineOf({{"jsonrpc", "2.0"},
                         {"id", name},
                         {"method", "upload.add"},
                         {"params", {{"upload", name}, {"content", control::toBase64(piece)}}}});
    }
    request["params"]["upload"] = name;
    return lines + lineOf(request);
}

std::string UploadFilter::incoming(std::string_view bytes)
{
    m_replies.add(bytes);
    std::string passed;
    while (const auto line = m_replies.take()) {
        if (line->find(kOwnIds) != std::string::npos) {
            const auto document = json::Document::parse(*line, {}, kLimits);
            if (document && document->root().is_object()) {
                const Value id = document->root().value("id", Value());
                if (id.is_string() && id.get_ref<const std::string&>().starts_with(kOwnIds))
                    continue;
            }
        }
        passed += *line + "\n";
    }
    return passed;
}

} // namespace perisphere::remote
