// What an app prints, on its way from two pipes to the log, which cuts it into lines.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/input_on_demand.hpp"
#include "perisphere/device/loop_poll.hpp"

#include <array>
#include <memory>
#include <string>

namespace perisphere::device
{

class AppOutput
{
public:
    /// Makes the pipes and begins to read them. The app's ends are put into the two places.
    /// `onDemand`: where they are read from; none: when something comes.
    [[nodiscard]] static Result<std::unique_ptr<AppOutput>>
    start(uv_loop_t& loop, InputOnDemand* onDemand, AppLog& log, std::string componentId,
          UniqueFd& standardOutput, UniqueFd& standardError);

    AppOutput(const AppOutput&) = delete;
    AppOutput& operator=(const AppOutput&) = delete;

    /// Logs what is still in the pipes. For when the app has ended.
    void finish();

private:
    struct Stream {
        LogSource source;
        UniqueFd pipe;
        std::unique_ptr<LoopPoll> poll;
        std::unique_ptr<InputOnDemand::Entry> demanded;
    };

    AppOutput(AppLog& log, std::string componentId);
    Result<UniqueFd> open(uv_loop_t& loop, InputOnDemand* onDemand, Stream& stream);
    Result<> watch(uv_loop_t& loop, InputOnDemand* onDemand, Stream& stream);
    bool readChunk(Stream& stream);
    void readSome(Stream& stream);
    void readAll(Stream& stream);

    AppLog& m_log;
    std::string m_componentId;
    std::array<Stream, 2> m_streams;
};

} // namespace perisphere::device
