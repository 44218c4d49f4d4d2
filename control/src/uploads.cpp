#include "perisphere/control/uploads.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::control
{

Result<std::size_t> Uploads::add(const std::string& name, std::vector<std::byte> piece)
{
    const auto found = m_files.find(name);
    if (m_bytes + piece.size() > kMaxBytes ||
        (found == m_files.end() && m_files.size() == kMaxFiles))
        return fail(
            Error{.code = ErrorCode::LimitExceeded,
                  .message = "this connection has uploaded too much",
                  .where = {.pointer = "/params/content"},
                  .expected = fmt::format("at most {} bytes in {} files", kMaxBytes, kMaxFiles),
                  .advice = "use what was uploaded, or connect anew"});
    m_bytes += piece.size();
    std::vector<std::byte>& file = m_files[name];
    file.insert(file.end(), piece.begin(), piece.end());
    return file.size();
}

Result<std::vector<std::byte>> Uploads::take(std::string_view name)
{
    const auto found = m_files.find(name);
    if (found == m_files.end())
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("nothing was uploaded as \"{}\"", name),
                          .where = {.pointer = "/params/upload"},
                          .expected = "the name of an upload.add on this connection"});
    std::vector<std::byte> content = std::move(found->second);
    m_bytes -= content.size();
    m_files.erase(found);
    return content;
}

} // namespace perisphere::control
