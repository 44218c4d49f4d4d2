#include "handlers.hpp"

#include "package_call.hpp"
#include "perisphere/control/base64.hpp"

#include <utility>

namespace perisphere::control
{

Result<Value> uploadAdd(const Call& call)
{
    auto piece = fromBase64(call.text("content"));
    if (!piece)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "the content is not base64",
                          .where = {.pointer = "/params/content"},
                          .expected = "base64 with padding (RFC 4648)"});
    const auto size = call.session.uploads().add(call.text("upload"), std::move(*piece));
    if (!size)
        return fail(size.error());
    return Value{{"bytes", *size}};
}

Result<PackageSource> packageOf(const Call& call)
{
    PackageSource source(std::filesystem::path(call.params.value("package", std::string())));
    const std::string upload = call.params.value("upload", std::string());
    if (source.path.empty() && upload.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "no package is given",
                          .where = {.pointer = "/params"},
                          .expected = "\"package\", an absolute path, or \"upload\""});
    if (!upload.empty()) {
        auto content = call.session.uploads().take(upload);
        if (!content)
            return fail(content.error());
        source.content = std::move(*content);
        if (source.path.empty())
            source.path = upload;
        return source;
    }
    if (!source.path.is_absolute())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "the package's path is not absolute",
                          .where = {.pointer = "/params/package"},
                          .expected = "an absolute path"});
    return source;
}

} // namespace perisphere::control
