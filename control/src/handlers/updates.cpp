#include "handlers.hpp"

#include "perisphere/control/update_target.hpp"

#include <filesystem>

namespace perisphere::control
{
namespace
{

Value updateToJson(const UpdateStatus& status)
{
    Value result = {{"state", status.state}, {"systemVersion", status.systemVersion}};
    if (!status.target.empty()) {
        result["kind"] = status.kind == UpdateKind::App ? "app" : "system";
        result["target"] = status.target;
        result["deferrableMinutes"] = status.deferrableMinutes;
    }
    if (!status.deferredBy.empty())
        result["deferredBy"] = status.deferredBy;
    if (!status.lastResult.empty())
        result["lastResult"] = status.lastResult;
    return result;
}

Result<Value> updateOrError(const Result<UpdateStatus>& status)
{
    if (!status)
        return fail(status.error());
    return updateToJson(*status);
}

tl::unexpected<Error> wrongUpdateParameter(std::string message, std::string pointer,
                                           std::string expected)
{
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = std::move(message),
                      .where = {.pointer = std::move(pointer)},
                      .expected = std::move(expected)});
}

} // namespace

Result<Value> updateOffer(const Call& call)
{
    const bool isApp = call.text("kind") == "app";
    const std::filesystem::path package = call.params.value("package", std::string());
    const std::string version = call.params.value("version", std::string());
    if (isApp && !package.is_absolute())
        return wrongUpdateParameter("an app's update needs the path of its package",
                                    "/params/package", "an absolute path");
    if (!isApp && !package.empty())
        return wrongUpdateParameter("an update of the system has no package", "/params/package",
                                    "a version, or nothing");
    UpdateTarget& updates = call.target().updates();
    return updateOrError(isApp ? updates.offerApp(package) : updates.offerSystem(version));
}

Result<Value> updateStatus(const Call& call)
{
    return updateToJson(call.target().updates().status());
}

} // namespace perisphere::control
