// A device as far as the logic analyser asks it: 64 channels whose levels change a million times a
// second in all, by the clock of this machine.
#pragma once

#include <QLocalServer>

#include <chrono>
#include <cstdint>

class QLocalSocket;

namespace perisphere::bench
{

class StreamingDevice final : public QLocalServer
{
public:
    static constexpr int kChannels = 64;
    static constexpr std::int64_t kNanosecondsPerEdge = 1000;

    /// @return false where nothing can listen at `socket`
    [[nodiscard]] bool begin(const QString& socket);

private:
    void read(QLocalSocket& client);
    [[nodiscard]] std::int64_t now() const;

    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

} // namespace perisphere::bench
