#include "handlers.hpp"

namespace perisphere::control
{

Result<Value> rpcDescribe(const Call& call)
{
    return call.session.description().root();
}

Result<Value> rpcAuthenticate(const Call& call)
{
    return nothing(call.session.authenticate(call.text("token")));
}

Result<Value> rpcUnsubscribe(const Call& call)
{
    return nothing(call.session.unsubscribe(call.params.at("subscription").get<std::int64_t>()));
}

} // namespace perisphere::control
