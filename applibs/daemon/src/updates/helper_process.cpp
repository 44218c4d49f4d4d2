#include "helper_process.hpp"

#include "own_program.hpp"
#include "perisphere/device/child_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

/// For the log: one line, of printable characters.
std::string firstLineOf(int file)
{
    std::array<char, 512> text{};
    const ::ssize_t size = ::pread(file, text.data(), text.size(), 0);
    std::string line(text.data(), static_cast<std::size_t>(std::max<::ssize_t>(size, 0)));
    line.resize(std::min(line.find('\n'), line.size()));
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    return line;
}

} // namespace

Result<UniqueFd> makeUnnamedFile(const fs::path& folder)
{
    std::string path = (folder / "unfinished-XXXXXX").string();
    UniqueFd file(::mkostemp(path.data(), O_CLOEXEC));
    if (file.get() < 0)
        return fail(systemError(errno, "create a file in", folder.string()));
    ::unlink(path.c_str());
    return file;
}

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(uv_loop_t& loop, device::Timers& timers,
                                                            const Order& order,
                                                            std::function<void(const End&)> done)
{
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto said = makeUnnamedFile(order.scratch);
    if (!said)
        return fail(said.error());
    device::ChildProcessSpec spec;
    spec.program = ownProgram(order.name);
    spec.arguments = {order.name};
    spec.arguments.insert(spec.arguments.end(), order.arguments.begin(), order.arguments.end());
    spec.workingDirectory = "/";
    spec.descriptors = {nothing.get(), order.output < 0 ? nothing.get() : order.output,
                        said->get()};
    constexpr std::uint64_t kMaxSaidBytes = 4096;
    spec.maxFileBytes = std::max(order.maxFileBytes, kMaxSaidBytes);
    auto process = device::ChildProcess::start(spec);
    if (!process)
        return fail(process.error());
    std::unique_ptr<HelperProcess> helper(new HelperProcess());
    helper->m_said = std::move(*said);
    helper->m_done = std::move(done);
    helper->m_process = std::move(*process);
    auto poll = device::LoopPoll::start(loop, helper->m_process->exitDescriptor(),
                                        [self = helper.get()] { self->onExit(); });
    if (!poll)
        return fail(poll.error());
    helper->m_poll = std::move(*poll);
    helper->m_limit = timers.after(order.limit, [self = helper.get()] {
        self->m_isLate = true;
        self->m_process->kill();
    });
    return helper;
}

/// Whoever is told may destroy this object.
void HelperProcess::onExit()
{
    const auto exit = m_process->takeExit();
    if (!exit)
        return;
    End end{.code = exit->bySignal ? -1 : exit->code, .said = firstLineOf(m_said.get())};
    if (m_isLate)
        end.said = "it took too long";
    else if (end.said.empty())
        end.said = "it ended with " + describe(*exit);
    m_limit.reset();
    m_poll.reset();
    const auto done = std::exchange(m_done, nullptr);
    if (done)
        done(end);
}

} // namespace perisphere::daemon
