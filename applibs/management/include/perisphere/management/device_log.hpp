// The log of a device: whole lines with the device's time, the newest ones kept.
#pragma once

#include "perisphere/base/line_buffer.hpp"
#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/management/line_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace perisphere::management
{

/// For the loop's thread.
class DeviceLog final : public device::AppLog
{
public:
    static constexpr std::size_t kMaxLines = 10'000;
    static constexpr std::size_t kMaxLineBytes = 16'384; ///< a longer line is split

    using Clock = std::function<engine::VirtualTime()>;
    explicit DeviceLog(Clock now)
        : m_now(std::move(now))
    {
    }

    void write(std::string_view componentId, device::LogSource source,
               std::string_view text) override;
    void refused(std::string_view componentId, const device::Refusal& refusal) override
    {
        if (m_refusalListener)
            m_refusalListener(componentId, refusal);
    }

    /// A whole line of an app whose time is known. Lines are in the order in which they come here.
    void writeLine(std::string_view componentId, engine::VirtualTime time, std::string line)
    {
        add(Key(componentId, device::LogSource::StandardOutput), time, std::move(line));
    }

    /// A line about the device itself.
    void note(std::string_view text) { write({}, device::LogSource::Device, text); }

    /// What an app has written without a line end so far becomes a line: it has ended.
    void flush(std::string_view componentId);

    [[nodiscard]] control::LogPage page(const control::LogQuery& query) const;

    /// From now on no app writes more; what is left out is counted in a line of its own. Lines
    /// about the device and what it does with an app are not limited.
    void limit(LineRate rate) { m_limit.emplace(rate); }

    /// Called for each line added.
    void onLine(std::function<void(const control::LogLine&)> listener)
    {
        m_listener = std::move(listener);
    }

    using RefusalListener =
        std::function<void(std::string_view componentId, const device::Refusal& refusal)>;
    /// Called for each call that a manifest did not allow; {} ends it.
    void onRefusal(RefusalListener listener) { m_refusalListener = std::move(listener); }

private:
    using Key = std::pair<std::string, device::LogSource>;
    void add(const Key& key, engine::VirtualTime time, std::string text);
    void append(const Key& key, engine::VirtualTime time, std::string text);
    void tellOfLeftOut(const std::string& componentId, std::uint64_t lines,
                       engine::VirtualTime time);

    Clock m_now;
    std::function<void(const control::LogLine&)> m_listener;
    RefusalListener m_refusalListener;
    std::map<Key, LineBuffer> m_unfinished;
    std::optional<LineLimit> m_limit;
    std::deque<control::LogLine> m_lines;
    std::uint64_t m_last = 0;
};

} // namespace perisphere::management
