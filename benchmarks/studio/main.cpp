// The window's promises, each against what it may take: see ../README.md.
//
//   xvfb-run -a -s "-screen 0 1400x1000x24" perisphere_studio_benchmarks [start|idle|stream|trace]
//
// The name of a role in front is for the processes that it starts itself.

#include "connection/device_starter.hpp"
#include "pages/board_page.hpp"
#include "pages/signals_page.hpp"
#include "streaming_device.hpp"
#include "window/main_window.hpp"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace perisphere::bench
{
namespace
{

using namespace studio;
using std::chrono::steady_clock;

constexpr int kRuns = 5;
constexpr auto kDevice = "studio-benchmark";

void tell(const char* name, double ours, const char* unit, double reference, const char* what)
{
    std::printf("%-28s %10.2f %-4s %8.3f of %s\n", name, ours, unit, ours / reference, what);
    std::fflush(stdout);
}

bool until(const std::function<bool()>& isDone)
{
    return QTest::qWaitFor(isDone, 240'000);
}

std::int64_t nanoseconds()
{
    return steady_clock::now().time_since_epoch().count();
}

/// Calls `painted` once a widget has been painted.
class PaintWatch final : public QObject
{
public:
    PaintWatch(QWidget& widget, std::function<void()> painted)
        : m_painted(std::move(painted))
    {
        widget.installEventFilter(this);
    }

    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(this, m_painted, Qt::QueuedConnection);
        return QObject::eventFilter(object, event);
    }

private:
    std::function<void()> m_painted;
};

void sayElapsed(std::int64_t since)
{
    std::printf("%lld\n", static_cast<long long>(nanoseconds() - since));
    std::fflush(stdout);
    std::_Exit(0); // no more is measured
}

/// Roles of processes that were started at `since`.
int showStudio(const QString& device, std::int64_t since)
{
    MainWindow window;
    window.show();
    if (!window.attach(device))
        return 1;
    BoardPage& board = window.boardPage();
    const PaintWatch watch(*board.view().viewport(), [&] {
        if (board.scene().items().size() > 1 && window.apps().rowCount() > 0)
            sayElapsed(since);
    });
    return QApplication::exec();
}

int showBare(std::int64_t since)
{
    QMainWindow window;
    auto* const content = new QWidget;
    window.setCentralWidget(content);
    window.resize(1180, 820);
    const PaintWatch watch(*content, [&] { sayElapsed(since); });
    window.show();
    return QApplication::exec();
}

double secondsUntilShown(const QString& role, const QString& device)
{
    std::vector<double> all;
    for (int i = 0; i < kRuns; ++i) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {role, device, QString::number(nanoseconds())});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("a window was not shown: %s", process.readAllStandardError().constData());
        all.push_back(process.readAllStandardOutput().trimmed().toDouble() * 1e-9);
    }
    std::ranges::sort(all);
    return all[kRuns / 2];
}

int command(const QStringList& arguments)
{
    return QProcess::execute(
        QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("perisphere")),
        arguments);
}

/// A device on which the blinking sample runs.
class BlinkingDevice
{
public:
    BlinkingDevice()
    {
        command({"sim", "start", "--board", "mt3620_rdb", "--name", kDevice});
        if (command({"device", "sideload", STUDIO_SAMPLES "/blink", "--device", kDevice}) != 0)
            qFatal("the sample cannot be installed");
    }
    BlinkingDevice(const BlinkingDevice&) = delete;
    BlinkingDevice& operator=(const BlinkingDevice&) = delete;
    ~BlinkingDevice() { command({"sim", "stop", "--device", kDevice}); }

    [[nodiscard]] static QString socket()
    {
        for (const FoundDevice& device : runningDevices())
            if (device.name == QLatin1StringView(kDevice))
                return device.socket;
        qFatal("the device does not run");
    }
    /// That serves the socket.
    [[nodiscard]] static ::pid_t process()
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = socket().toStdString();
        std::copy_n(path.c_str(), std::min(path.size(), sizeof address.sun_path - 1),
                    address.sun_path);
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ucred peer{};
        ::socklen_t size = sizeof peer;
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
            qFatal("the device's process is not known");
        ::close(fd);
        return peer.pid;
    }
};

/// Of a process and all that it has started.
double processorSeconds(::pid_t process)
{
    ::clockid_t clock{};
    timespec time{};
    double seconds = 0;
    if (::clock_getcpuclockid(process, &clock) == 0 && ::clock_gettime(clock, &time) == 0)
        seconds = static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    for (const QString& task : QDir(QStringLiteral("/proc/%1/task").arg(process))
                                   .entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        std::ifstream children(
            QStringLiteral("/proc/%1/task/%2/children").arg(process).arg(task).toStdString());
        for (::pid_t child = 0; children >> child;)
            seconds += processorSeconds(child);
    }
    return seconds;
}

void start()
{
    const BlinkingDevice device;
    const double bare = secondsUntilShown(QStringLiteral("bare"), QStringLiteral("none"));
    const double ours = secondsUntilShown(QStringLiteral("studio"), QString::fromLatin1(kDevice));
    tell("start to interactive", ours * 1e3, "ms", 600, "600 ms");
    tell("", ours * 1e3, "ms", bare * 1e3, "an empty window's start");
}

void idle()
{
    constexpr int kSeconds = 20;
    const BlinkingDevice device;
    MainWindow window;
    window.show();
    if (!window.attach(QString::fromLatin1(kDevice)) ||
        !until([&] { return window.apps().rowCount() > 0; }))
        qFatal("the window is not attached");
    QTest::qWait(3000); // the beginning is not idle
    const ::pid_t engine = BlinkingDevice::process();
    const double windowBefore = processorSeconds(::getpid());
    const double engineBefore = processorSeconds(engine);
    QTest::qWait(kSeconds * 1000);
    const double ofWindow = (processorSeconds(::getpid()) - windowBefore) / kSeconds * 100;
    const double ofEngine = (processorSeconds(engine) - engineBefore) / kSeconds * 100;
    tell("idle, window and engine", ofWindow + ofEngine, "%", 5, "5 % of a core");
    tell("  the window alone", ofWindow, "%", 5, "5 % of a core");
}

void stream()
{
    constexpr int kSeconds = 5;
    const QTemporaryDir folder;
    const QString socket = folder.filePath(QStringLiteral("device.sock"));
    QProcess device;
    device.start(QCoreApplication::applicationFilePath(), {QStringLiteral("device"), socket});
    if (!until([&] { return QFile::exists(socket); }))
        qFatal("the streaming device does not listen");
    DeviceConnection connection;
    SignalsPage page(connection);
    page.resize(1180, 900);
    page.show();
    connection.attach(socket, QStringLiteral("streaming"));
    if (!until([&] { return connection.isAttached(); }))
        qFatal("the page is not attached");
    int frames = 0;
    const PaintWatch watch(*page.view().viewport(), [&] { ++frames; });
    page.recorder().record({QStringLiteral("*")});
    if (!until([&] { return page.recorder().store().records() > 100'000; }))
        qFatal("nothing streams");
    const std::size_t recordsBefore = page.recorder().store().records();
    const double processorBefore = processorSeconds(::getpid());
    frames = 0;
    QTest::qWait(kSeconds * 1000);
    const double rate =
        static_cast<double>(page.recorder().store().records() - recordsBefore) / kSeconds;
    const double used = processorSeconds(::getpid()) - processorBefore;
    tell("frames a second, streaming", static_cast<double>(frames) / kSeconds, "", 60, "60");
    tell("edges a second taken", rate * 1e-6, "M", 1, "1 million that come");
    tell("processor for that", used / kSeconds * 100, "%", 100, "a core");
    page.recorder().stop();
    connection.detach();
    device.kill();
    device.waitForFinished();
}

/// A dump with so many changes on 64 levels and two values.
void writeTrace(const QString& path, int changes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the trace cannot be written");
    QByteArray text("$timescale 1 ns $end\n");
    const auto code = [](int signal) { return QByteArray(1, static_cast<char>('!' + signal)); };
    for (int i = 0; i < 64; ++i)
        text += "$var wire 1 " + code(i) + " channel" + QByteArray::number(i) + " $end\n";
    for (int i = 64; i < 66; ++i)
        text += "$var real 64 " + code(i) + " value" + QByteArray::number(i) + " $end\n";
    text += "$enddefinitions $end\n";
    std::uint32_t random = 1;
    for (int i = 0; i < changes; ++i) {
        random = random * 1664525U + 1013904223U;
        text += '#' + QByteArray::number(i * 100LL) + '\n';
        const int signal = static_cast<int>(random >> 16U) % 66;
        text += signal < 64 ? (i % 2 == 0 ? "1" : "0") + code(signal) + '\n'
                            : "r" + QByteArray::number(static_cast<double>(random >> 8U)) + ' ' +
                                  code(signal) + '\n';
        if (text.size() > 1 << 20) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
}

void trace()
{
    constexpr int kChanges = 10'000'000;
    constexpr int kSteps = 40;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("trace.vcd"));
    writeTrace(path, kChanges);
    DeviceConnection connection;
    SignalsPage page(connection);
    page.resize(1180, 900);
    page.show();
    QTest::qWait(100);
    // Of the processor: one thread does it, and others may have the machine meanwhile.
    const auto seconds = [](const std::function<void()>& act) {
        const double begin = processorSeconds(::getpid());
        act();
        return processorSeconds(::getpid()) - begin;
    };
    double lines = 0;
    const double reading = seconds([&] {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the trace cannot be read");
        const auto* const bytes = reinterpret_cast<const char*>(file.map(0, file.size()));
        lines = static_cast<double>(std::count(bytes, bytes + file.size(), '\n'));
    });
    const double opening = seconds([&] {
        if (const auto trouble = page.openVcd(path))
            qFatal("%s", qPrintable(*trouble));
        page.view().viewport()->repaint();
    });
    if (page.recorder().store().records() + 66 < kChanges || lines < kChanges)
        qFatal("changes were lost");
    tell("opening 10 million edges", opening * 1e3, "ms", 1000, "1 s");
    tell("", opening * 1e3, "ms", reading * 1e3, "counting its lines");
    std::vector<double> steps;
    SignalView& view = page.view();
    for (int i = 0; i < kSteps; ++i) {
        const bool isIn = i < kSteps / 2;
        steps.push_back(seconds([&] {
            view.zoom(isIn ? 1 / 1.4 : 1.4, kChanges * 50LL);
            view.viewport()->repaint();
        }));
    }
    std::ranges::sort(steps);
    tell("zoom step, median", steps[kSteps / 2] * 1e3, "ms", 16, "16 ms");
    tell("zoom step, slowest", steps.back() * 1e3, "ms", 16, "16 ms");
}

} // namespace
} // namespace perisphere::bench

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    const std::string first = argc > 1 ? argv[1] : "";
    const QTemporaryDir home; // no layout or device of the user's
    if (argc == 3 && first == "device") {
        const QCoreApplication application(argc, argv);
        StreamingDevice device;
        return device.begin(QString::fromLocal8Bit(argv[2])) ? QCoreApplication::exec() : 1;
    }
    if (argc != 4)
        for (const char* const variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"})
            qputenv(variable, home.path().toLocal8Bit());
    const QApplication application(argc, argv);
    if (argc == 4 && first == "studio")
        return showStudio(QString::fromLocal8Bit(argv[2]), std::atoll(argv[3]));
    if (argc == 4 && first == "bare")
        return showBare(std::atoll(argv[3]));
    const std::array<std::pair<const char*, void (*)()>, 4> all{
        {{"trace", trace}, {"stream", stream}, {"start", start}, {"idle", idle}}};
    for (const auto& [name, run] : all)
        if (first.empty() || first == name)
            run();
    return 0;
}
