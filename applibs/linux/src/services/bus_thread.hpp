// Serves the channels of one bus or converter on a thread of its own: transfers block, and the
// daemon's loop must not.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/channel_request.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/device/services/opened.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace perisphere::target
{

struct ChannelAnswer {
    int error = 0; ///< an errno of the function that the app called
    std::int64_t value = 0;
    std::vector<std::byte> payload;
};

/// A peripheral that an app has open. Lives and is called on its bus's thread, save for its making.
class BusChannel
{
public:
    virtual ~BusChannel() = default;

    /// May block until the transfer is done.
    [[nodiscard]] virtual ChannelAnswer handle(const device::ChannelRequest& request) = 0;

    /// The app's own write(2), of which libapplibs knew nothing; it gets no answer.
    virtual void handleWrite(std::span<const std::byte> bytes);
};

class BusThread
{
public:
    /// Of all channels; they take turns, a request each.
    static constexpr std::size_t kMaxChannels = 32;

    /// The thread begins at the first open.
    BusThread();
    ~BusThread();
    BusThread(const BusThread&) = delete;
    BusThread& operator=(const BusThread&) = delete;

    /// Whether a channel with that key is open. One that the app has closed is not, even if the
    /// thread has still to see that.
    [[nodiscard]] bool isOpen(unsigned key);

    /// Gives the app's end. EMFILE above kMaxChannels, EAGAIN without threads, and what the kernel
    /// says of sockets.
    [[nodiscard]] device::Outcome<device::Opened> add(unsigned key,
                                                      std::unique_ptr<BusChannel> channel);

private:
    struct Slot;
    [[nodiscard]] bool begin();
    void run();
    void wake() const;
    /// false when the channel has come to its end.
    [[nodiscard]] static bool serve(Slot& slot);

    std::mutex m_mutex; ///< of the two below
    std::vector<std::shared_ptr<Slot>> m_slots;
    bool m_isEnding = false;
    UniqueFd m_wake;
    std::thread m_thread;
};

} // namespace perisphere::target
