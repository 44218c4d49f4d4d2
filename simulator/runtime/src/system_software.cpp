#include "system_software.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <cstdio>

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
    if (std::sscanf(m_version.c_str(), "%2d.%2d", &year, &month) != 2)
        return kFirstVersion;
    return month >= 12 ? fmt::format("{:02}.01", (year + 1) % 100)
                       : fmt::format("{:02}.{:02}", year, month + 1);
}

Result<> SystemSoftware::install(const std::string& version)
{
    if (auto written = replaceFile(m_file, version + "\n"); !written)
        return written;
    m_version = version;
    return {};
}

} // namespace perisphere::runtime
