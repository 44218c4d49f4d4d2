#include "perisphere/base/unique_fd.hpp"

#include <cerrno>
#include <unistd.h>

namespace perisphere
{

void UniqueFd::reset(int fd)
{
    if (m_fd >= 0) {
        const int kept = errno;
        ::close(m_fd); // on EINTR Linux has closed it all the same
        errno = kept;
    }
    m_fd = fd;
}

} // namespace perisphere
