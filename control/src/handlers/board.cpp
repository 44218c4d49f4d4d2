#include "handlers.hpp"

namespace perisphere::control
{

Result<Value> boardGet(const Call& call)
{
    return call.target().board().description();
}

Result<Value> boardPartTypes(const Call& call)
{
    return call.target().board().partTypes();
}

Result<Value> boardCheck(const Call& call)
{
    return call.target().board().check(call.text("path"), call.text("text"));
}

} // namespace perisphere::control
