#include "app_timelines.hpp"

#include "perisphere/protocol/timeline_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// A little more than what the lines may have: those about what did not fit.
constexpr std::size_t kMaxRecordBytes = protocol::kMaxTimelineBytes + 4096;

Result<std::string> readWhole(int file)
{
    struct stat facts = {};
    if (::fstat(file, &facts) != 0)
        return fail(systemError(errno, "read", "an app's timeline"));
    std::string text(std::min(static_cast<std::size_t>(facts.st_size), kMaxRecordBytes), '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        // Where the writer stands is not changed.
        const ssize_t count =
            ::pread(file, text.data() + size, text.size() - size, static_cast<off_t>(size));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(systemError(errno, "read", "an app's timeline"));
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    text.resize(size);
    return text;
}

} // namespace

struct AppTimelines::Start {
    std::string componentId;
    std::string name;
    UniqueFd file;     ///< while the process runs
    std::string lines; ///< afterwards

    [[nodiscard]] Result<std::string> read() const
    {
        return file ? readWhole(file.get()) : Result<std::string>(lines);
    }
};

class AppTimelines::Handle final : public device::AppTimeline
{
public:
    Handle(std::shared_ptr<Start> start, UniqueFd file)
        : m_start(std::move(start))
        , m_file(std::move(file))
    {
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() override
    {
        if (m_start.use_count() > 1) // else they are forgotten
            if (auto lines = m_start->read())
                m_start->lines = std::move(*lines);
        m_start->file.reset();
    }
    [[nodiscard]] UniqueFd takeFile() override { return std::move(m_file); }

private:
    std::shared_ptr<Start> m_start;
    UniqueFd m_file;
};

void AppTimelines::begin()
{
    m_starts.clear();
    m_isOn = true;
}

Result<std::unique_ptr<device::AppTimeline>> AppTimelines::open(const device::App& app)
{
    if (!m_isOn)
        return nullptr;
    auto start = std::make_shared<Start>();
    start->componentId = app.componentId;
    start->name = app.name;
    start->file = UniqueFd(::memfd_create("app-timeline", MFD_CLOEXEC));
    if (!start->file)
        return fail(systemError(errno, "create", "a file for the app's timeline"));
    UniqueFd file(::fcntl(start->file.get(), F_DUPFD_CLOEXEC, 0));
    if (!file)
        return fail(systemError(errno, "create", "a file for the app's timeline"));
    m_starts.push_back(start);
    return std::make_unique<Handle>(std::move(start), std::move(file));
}

/// Apps of one name are told apart.
std::string AppTimelines::groupOf(const Start& start) const
{
    const bool isUnique = std::ranges::none_of(m_starts, [&](const auto& other) {
        return other->name == start.name && other->componentId != start.componentId;
    });
    return isUnique ? start.name : fmt::format("{} ({})", start.name, start.componentId);
}

Result<> AppTimelines::addTo(engine::Timeline& timeline, engine::VirtualTime end) const
{
    for (const auto& start : m_starts) {
        const auto lines = start->read();
        if (!lines)
            return fail(lines.error());
        if (auto added = addAppRecords(timeline, groupOf(*start), *lines, end); !added)
            return added;
    }
    return {};
}

} // namespace perisphere::runtime
