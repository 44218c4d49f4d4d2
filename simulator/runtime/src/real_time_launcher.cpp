#include "real_time_launcher.hpp"

#include "perisphere/base/file.hpp"
#include "real_time_connections.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// All of the flash window, TCM and SYSRAM, and room for symbols.
constexpr std::uint64_t kMaxProgramBytes = std::uint64_t{16} << 20;

/// The app's debug UART, as the manager reads the output of any app.
class CoreConsole
{
public:
    explicit CoreConsole(UniqueFd output)
        : m_output(std::move(output))
    {
        ::fcntl(m_output.get(), F_SETFL, O_NONBLOCK);
        ::fcntl(m_output.get(), F_SETPIPE_SZ, kBufferBytes); // if not, the usual 64 KiB do
    }

    /// Machine thread. A reader that does not keep up misses text: the machine does not wait.
    void print(std::string_view text) const
    {
        (void)!::write(m_output.get(), text.data(), text.size());
    }

private:
    /// As virtual time jumps, a core prints more at once than a reader can keep up with.
    static constexpr int kBufferBytes = 1 << 20;

    UniqueFd m_output;
};

class CoreProcess final : public device::AppProcess
{
public:
    CoreProcess(BoardMachine& board, unsigned core, UniqueFd exited)
        : m_board(board)
        , m_core(core)
        , m_exited(std::move(exited))
    {
    }
    CoreProcess(const CoreProcess&) = delete;
    CoreProcess& operator=(const CoreProcess&) = delete;
    ~CoreProcess() override { end(SIGKILL); }

    [[nodiscard]] int exitDescriptor() const override { return m_exited.get(); }
    [[nodiscard]] std::optional<device::ProcessExit> takeExit() override { return m_exit; }
    /// A core has no signals: its app is not asked.
    void terminate() override { end(SIGTERM); }
    void kill() override { end(SIGKILL); }
    [[nodiscard]] Result<device::MemoryUse> memory() override
    {
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = "the memory of a real-time core is not managed",
                          .advice = "its linker map tells what it uses"});
    }

private:
    void end(int signal)
    {
        if (m_exit)
            return;
        m_exit = device::ProcessExit{.bySignal = true, .code = signal};
        static_cast<void>(m_board.machine().call([this] { m_board.realTime()->stop(m_core); }));
        const std::uint64_t one = 1;
        (void)!::write(m_exited.get(), &one, sizeof one);
    }

    BoardMachine& m_board;
    unsigned m_core;
    UniqueFd m_exited;
    std::optional<device::ProcessExit> m_exit;
};

} // namespace

std::string RealTimeLauncher::packageRoot(const device::App& app) const
{
    return app.imageRoot.string();
}

Result<std::unique_ptr<device::AppProcess>>
RealTimeLauncher::start(const device::App& app, const device::StartOptions& options,
                        device::AppDescriptors descriptors)
{
    const std::string activity = fmt::format("start \"{}\"", app.name);
    const auto program =
        app.imageRoot / std::filesystem::path(app.manifest.entryPoint).relative_path();
    const auto bytes = readBinaryFile(program, kMaxProgramBytes);
    if (!bytes)
        return fail(bytes.error().during(activity));
    UniqueFd exited(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!exited)
        return fail(systemError(errno, "create", "eventfd").during(activity));
    const auto console = std::make_shared<CoreConsole>(std::move(descriptors.standardOutput));
    realtime::CoreApp coreApp{.componentId = app.componentId,
                              .fileName = program.string(),
                              .peer = interCorePeerOf(app),
                              .isHeld = options.forDebugging,
                              .print = [console](std::string_view text) { console->print(text); },
                              .note = [note = m_note, id = app.componentId](
                                          std::string text) { note(id, std::move(text)); }};
    const std::span programBytes(reinterpret_cast<const std::uint8_t*>(bytes->data()),
                                 bytes->size());
    auto started = m_board.machine().call([&]() -> Result<unsigned> {
        auto cores = m_board.needRealTime();
        if (!cores)
            return fail(cores.error());
        return (*cores)->start(std::move(coreApp), programBytes);
    });
    if (!started)
        return fail(started.error().during(activity));
    return std::make_unique<CoreProcess>(m_board, *started, std::move(exited));
}

} // namespace perisphere::runtime
