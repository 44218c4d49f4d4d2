// Files of this machine, for a device that does not have them: a request that names a package by
// its path is preceded by the package.
#pragma once

#include "perisphere/base/line_buffer.hpp"
#include "perisphere/remote/tls_link.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::remote
{

/// Of one client. Works on whole lines; batches are passed on as they are.
class UploadFilter final : public Filter
{
public:
    std::string outgoing(std::string_view bytes, std::string& answer) override;
    /// Without the answers to what this filter has asked itself.
    std::string incoming(std::string_view bytes) override;

private:
    std::string withUpload(const std::string& line, std::string& answer);

    LineBuffer m_requests;
    LineBuffer m_replies;
    std::uint64_t m_uploads = 0;
};

} // namespace perisphere::remote
