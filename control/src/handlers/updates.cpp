#include "handlers.hpp"
#include "package_call.hpp"

#include "perisphere/control/update_target.hpp"

#include <string>
#include <utility>

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
    UpdateTarget& updates = call.target().updates();
    if (isApp) {
        auto package = packageOf(call);
        if (!package)
            return fail(package.error());
        return updateOrError(updates.offerApp(std::move(*package)));
    }
    for (const char* const member : {"package", "upload"})
        if (call.params.contains(member))
            return wrongUpdateParameter("an update of the system has no package",
                                        std::string("/params/") + member, "a version, or nothing");
    return updateOrError(updates.offerSystem(call.params.value("version", std::string())));
}

Result<Value> updateStatus(const Call& call)
{
    return updateToJson(call.target().updates().status());
}

} // namespace perisphere::control
