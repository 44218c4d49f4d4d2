#include "app_output.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kChunkBytes = std::size_t{16} * 1024;
constexpr int kChunksPerTurn = 4; // an app that floods does not keep the loop from others
constexpr int kChunksAtEnd = 128; // more than a pipe can hold

} // namespace

AppOutput::AppOutput(AppLog& log, std::string componentId)
    : m_log(log)
    , m_componentId(std::move(componentId))
    , m_streams{Stream{LogSource::StandardOutput, {}, nullptr, nullptr},
                Stream{LogSource::StandardError, {}, nullptr, nullptr}}
{
}

Result<std::unique_ptr<AppOutput>> AppOutput::start(uv_loop_t& loop, InputOnDemand* onDemand,
                                                    AppLog& log, std::string componentId,
                                                    UniqueFd& standardOutput,
                                                    UniqueFd& standardError)
{
    std::unique_ptr<AppOutput> output(new AppOutput(log, std::move(componentId)));
    auto first = output->open(loop, onDemand, output->m_streams[0]);
    if (!first)
        return fail(first.error());
    auto second = output->open(loop, onDemand, output->m_streams[1]);
    if (!second)
        return fail(second.error());
    standardOutput = std::move(*first);
    standardError = std::move(*second);
    return output;
}

Result<UniqueFd> AppOutput::open(uv_loop_t& loop, InputOnDemand* onDemand, Stream& stream)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "create", "a pipe"));
    stream.pipe = UniqueFd(ends[0]);
    UniqueFd writeEnd(ends[1]);
    // Only our end: the app's own would surprise it with EAGAIN.
    if (::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
        return fail(systemError(errno, "set the mode of", "a pipe"));
    if (auto watched = watch(loop, onDemand, stream); !watched)
        return fail(watched.error());
    return writeEnd;
}

Result<> AppOutput::watch(uv_loop_t& loop, InputOnDemand* onDemand, Stream& stream)
{
    if (onDemand != nullptr) {
        auto demanded = onDemand->add(stream.pipe.get(), [this, &stream] { readAll(stream); });
        if (!demanded)
            return fail(demanded.error());
        stream.demanded = std::move(*demanded);
        return {};
    }
    auto poll = LoopPoll::start(loop, stream.pipe.get(), [this, &stream] { readSome(stream); });
    if (!poll)
        return fail(poll.error());
    stream.poll = std::move(*poll);
    return {};
}

/// False when there is nothing more for now, or ever.
bool AppOutput::readChunk(Stream& stream)
{
    std::array<char, kChunkBytes> chunk;
    ssize_t count = 0;
    do
        count = ::read(stream.pipe.get(), chunk.data(), chunk.size());
    while (count < 0 && errno == EINTR);
    if (count > 0)
        m_log.write(m_componentId, stream.source, {chunk.data(), static_cast<std::size_t>(count)});
    else if (count == 0 || errno != EAGAIN) {
        stream.poll.reset(); // the end; it would be told of again and again
        stream.demanded.reset();
        stream.pipe.reset();
    }
    return count > 0;
}

void AppOutput::readSome(Stream& stream)
{
    for (int i = 0; i < kChunksPerTurn && readChunk(stream); ++i) {
    }
}

void AppOutput::readAll(Stream& stream)
{
    for (int i = 0; i < kChunksAtEnd && stream.pipe && readChunk(stream); ++i) {
    }
}

void AppOutput::finish()
{
    for (Stream& stream : m_streams)
        readAll(stream);
}

} // namespace perisphere::device
