#include "faults/muted.hpp"

#include <utility>

namespace perisphere::runtime
{
namespace
{

std::string& mutedKind()
{
    static std::string kind;
    return kind;
}

} // namespace

void muteFault(std::string kind)
{
    mutedKind() = std::move(kind);
}

bool isFaultMuted(std::string_view kind)
{
    return kind == mutedKind();
}

} // namespace perisphere::runtime
