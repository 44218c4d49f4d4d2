#include "handlers.hpp"

#include "perisphere/control/identity_target.hpp"

namespace perisphere::control
{
namespace
{

Value identityToJson(const IdentityStatus& status)
{
    Value tenants = Value::array();
    for (const TenantStatus& one : status.tenants) {
        Value tenant = {{"tenant", one.tenant}, {"state", one.state}};
        if (one.notAfter != 0)
            tenant["notAfter"] = one.notAfter;
        if (!one.lastError.empty())
            tenant["lastError"] = one.lastError;
        tenants.push_back(std::move(tenant));
    }
    return {{"deviceId", status.deviceId}, {"tenants", std::move(tenants)}};
}

/// The schema lets no other word through.
IdentityAction identityActionOf(const std::string& word)
{
    if (word == "expire")
        return IdentityAction::Expire;
    if (word == "renew")
        return IdentityAction::Renew;
    return word == "bar" ? IdentityAction::Bar : IdentityAction::Admit;
}

} // namespace

Result<Value> identityStatus(const Call& call)
{
    return identityToJson(call.target().identity().status());
}

Result<Value> identityChange(const Call& call)
{
    const auto status = call.target().identity().change(identityActionOf(call.text("action")));
    if (!status)
        return fail(status.error());
    return identityToJson(*status);
}

} // namespace perisphere::control
