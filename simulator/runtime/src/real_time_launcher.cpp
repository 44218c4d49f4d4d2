#include "real_time_launcher.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/line_buffer.hpp"
#include "perisphere/management/device_log.hpp"
#include "real_time_connections.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// All of the flash window, TCM and SYSRAM, and room for symbols.
constexpr std::uint64_t kMaxProgramBytes = std::uint64_t{16} << 20;

/// The app's debug UART. Lines have the instant of their end: they do not go by a pipe, whose
/// reader would know only when it came to read. Machine thread.
class CoreConsole
{
public:
    using Log = std::function<void(engine::VirtualTime time, std::string line)>;

    CoreConsole(const engine::Scheduler& scheduler, Log log)
        : m_scheduler(scheduler)
        , m_log(std::move(log))
    {
    }

    void print(std::string_view text)
    {
        m_lines.add(text);
        while (auto line = m_lines.take())
            m_log(m_scheduler.now(), *std::move(line));
    }
    /// The app has ended.
    void flush()
    {
        if (m_lines.lineBytes() > 0)
            m_log(m_scheduler.now(), m_lines.takeRest());
    }

private:
    const engine::Scheduler& m_scheduler;
    Log m_log;
    LineBuffer m_lines{management::DeviceLog::kMaxLineBytes};
};

class CoreProcess final : public device::AppProcess
{
public:
    CoreProcess(BoardMachine& board, unsigned core, std::shared_ptr<CoreConsole> console,
                UniqueFd exited)
        : m_board(board)
        , m_core(core)
        , m_console(std::move(console))
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
        static_cast<void>(m_board.machine().call([this] {
            m_board.realTime()->stop(m_core);
            m_console->flush();
        }));
        const std::uint64_t one = 1;
        (void)!::write(m_exited.get(), &one, sizeof one);
    }

    BoardMachine& m_board;
    unsigned m_core;
    std::shared_ptr<CoreConsole> m_console;
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
                        device::AppDescriptors /*descriptors*/)
{
    const std::string activity = fmt::format("start \"{}\"", app.name);
    if (options.records != device::AppRecords())
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = "these files are written about apps on the application core",
                          .advice = "\"perisphere core\" has \"profile\" and \"coverage\" for "
                                    "real-time cores"}
                        .during(activity));
    const auto program =
        app.imageRoot / std::filesystem::path(app.manifest.entryPoint).relative_path();
    const auto bytes = readBinaryFile(program, kMaxProgramBytes);
    if (!bytes)
        return fail(bytes.error().during(activity));
    UniqueFd exited(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!exited)
        return fail(systemError(errno, "create", "eventfd").during(activity));
    const auto console = std::make_shared<CoreConsole>(
        m_board.machine().scheduler(),
        [log = m_log.line, id = app.componentId](engine::VirtualTime time, std::string line) {
            log(id, time, std::move(line));
        });
    const auto core = std::make_shared<unsigned>(0); // known before the app runs
    realtime::CoreApp coreApp{.componentId = app.componentId,
                              .fileName = program.string(),
                              .peer = interCorePeerOf(app),
                              .isHeld = options.forDebugging,
                              .print =
                                  [console, core, log = m_log.characters](std::string_view text) {
                                      console->print(text);
                                      log(*core, text);
                                  },
                              .note = [note = m_log.note, id = app.componentId](
                                          std::string text) { note(id, std::move(text)); }};
    const std::span programBytes(reinterpret_cast<const std::uint8_t*>(bytes->data()),
                                 bytes->size());
    auto started = m_board.machine().call([&]() -> Result<unsigned> {
        auto cores = m_board.needRealTime();
        if (!cores)
            return fail(cores.error());
        auto loaded = (*cores)->start(std::move(coreApp), programBytes);
        if (loaded)
            *core = *loaded;
        return loaded;
    });
    if (!started)
        return fail(started.error().during(activity));
    return std::make_unique<CoreProcess>(m_board, *started, console, std::move(exited));
}

} // namespace perisphere::runtime
