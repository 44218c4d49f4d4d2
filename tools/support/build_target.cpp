#include "support/build_target.hpp"

namespace perisphere::tools
{

void declareBuildTarget(Command& command, BuildTarget& target)
{
    command.choice("--core", "CORE", target.core,
                   {{"a7", TargetCore::A7, "the device's application core"},
                    {"host", TargetCore::Host, "this machine: host mode"}},
                   "what a project's high-level app is built for, a7 by default");
    command.choice("--libc", "LIBRARY", target.libc,
                   {{"musl", DeviceLibc::Musl, "the device's"},
                    {"glibc", DeviceLibc::Glibc, "Debian's, with curl, wolfSSL and OpenSSL"}},
                   "C library of an app for a7; musl by default, glibc for apps that link curl, "
                   "wolfSSL or OpenSSL");
}

} // namespace perisphere::tools
