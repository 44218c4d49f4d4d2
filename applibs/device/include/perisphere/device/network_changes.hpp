// Tells whoever stands between apps and a network that the network has changed.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <mutex>
#include <vector>

namespace perisphere::device
{

/// Any thread.
class NetworkChanges
{
public:
    class Watch
    {
    public:
        /// nullptr: of a network that does not change.
        explicit Watch(NetworkChanges* changes);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch();

        /// Readable since a change until take().
        [[nodiscard]] int descriptor() const { return m_event.get(); }
        void take() const;

    private:
        NetworkChanges* m_changes;
        UniqueFd m_event;
    };

    NetworkChanges() = default;
    NetworkChanges(const NetworkChanges&) = delete;
    NetworkChanges& operator=(const NetworkChanges&) = delete;
    ~NetworkChanges() = default;

    /// Waits for nobody.
    void announce();

private:
    std::mutex m_mutex;
    std::vector<int> m_events;
};

} // namespace perisphere::device
