#include "../jail_step.hpp"
#include "perisphere/protocol/app_identity.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace perisphere::target
{

/// The next process of the namespace gets the number after it. A kernel without
/// CONFIG_CHECKPOINT_RESTORE has no such file; the number is another one then.
JailStep appNumber()
{
    return {.name = "app-number",
            .layer = "pid namespace",
            .why = "programs that behave otherwise than on the device",
            .action = "write the app's number to /proc/sys/kernel/ns_last_pid",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                const int file = ::open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
                if (file < 0)
                    return {.error = errno == ENOENT ? 0 : errno};
                std::array<char, 8> text{};
                char* const end = std::to_chars(text.data(), text.data() + text.size(),
                                                protocol::kAppProcessId - 1)
                                      .ptr;
                const int error =
                    ::write(file, text.data(), static_cast<std::size_t>(end - text.data())) > 0
                        ? 0
                        : errno;
                ::close(file);
                return {.error = error};
            }};
}

} // namespace perisphere::target
