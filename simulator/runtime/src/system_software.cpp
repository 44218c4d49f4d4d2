#include "system_software.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <charconv>

namespace perisphere::runtime
{
namespace
{

/// The newest feature release whose API this is compatible with.
constexpr const char* kFirstVersion = "25.02";

constexpr std::size_t kMaxVersionBytes = 15;

} // namespace

SystemSoftware::SystemSoftware(std::filesystem::path file)
    : m_file(std::move(file))
    , m_version(kFirstVersion)
{
    const auto text = readTextFile(m_file, kMaxVersionBytes + 1);
    if (text && !text->empty() && text->back() == '\n' && text->size() > 1)
        m_version = text->substr(0, text->size() - 1);
}

std::string SystemSoftware::nextVersion() const
{
    int year = 0;
    int month = 0;
    const char* const end = m_version.data() + m_version.size();
    const auto [dot, noYear] = std::from_chars(m_version.data(), end, year);
    if (noYear != std::errc() || dot == end || *dot != '.' ||
        std::from_chars(dot + 1, end, month).ec != std::errc())
        return kFirstVersion;
    return month >= 12 ? fmt::format("{:02}.01", (year % 100 + 1) % 100)
                       : fmt::format("{:02}.{:02}", year % 100, month + 1);
}

Result<> SystemSoftware::install(const std::string& version)
{
    if (auto written = replaceFile(m_file, version + "\n"); !written)
        return written;
    m_version = version;
    return {};
}

} // namespace perisphere::runtime
