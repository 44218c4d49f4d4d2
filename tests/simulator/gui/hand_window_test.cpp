// The board under a hand: what is pressed and moved is the X server's own mouse.
#include "mouse.hpp"
#include "window_bench.hpp"

#include <QFile>

#include <string_view>

namespace perisphere::studio_test
{

namespace
{

/// A project like the sample's, with another program.
QString realTimeButton(const QTemporaryDir& folder)
{
    QString project = folder.filePath(QStringLiteral("rt_button"));
    REQUIRE(QProcess::execute(
                QStringLiteral("cp"),
                {QStringLiteral("-R"), QStringLiteral(STUDIO_SAMPLES "/rt_blink"), project}) == 0);
    QFile::remove(project + QStringLiteral("/main.c"));
    REQUIRE(QFile::copy(QStringLiteral(STUDIO_TESTS "/rt_button/main.c"),
                        project + QStringLiteral("/main.c")));
    QFile manifest(project + QStringLiteral("/app_manifest.json"));
    REQUIRE(manifest.open(QIODevice::ReadWrite));
    QByteArray text = manifest.readAll();
    text.replace("\"$MT3620_RDB_LED1_RED\"",
                 "\"$MT3620_RDB_LED1_GREEN\", \"$MT3620_RDB_BUTTON_A\"");
    REQUIRE(manifest.resize(0));
    manifest.seek(0);
    manifest.write(text);
    return project;
}

} // namespace

TEST_CASE("an app of each kind answers the mouse on a drawn button with a drawn LED", "[window]")
{
    const QTemporaryDir folder;
    const char* const core = GENERATE("a7", "host", "realTime0");
    Bench bench;
    const bool isHost = core == std::string_view("host");
    const bool isRealTime = core == std::string_view("realTime0");
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             isHost       ? QString()
                             : isRealTime ? realTimeButton(folder)
                                          : QStringLiteral(STUDIO_SAMPLES "/button"));
    REQUIRE(until([&] { return bench.item(QStringLiteral("SW2")) != nullptr; }, kLong));
    if (isHost)
        REQUIRE(Bench::command({QStringLiteral("device"), QStringLiteral("sideload"),
                                QStringLiteral(STUDIO_SAMPLES "/button"), QStringLiteral("--core"),
                                QStringLiteral("host")}) == 0);
    REQUIRE(until([&] { return bench.window.apps().rowCount() == 1; }, kLong));
    CHECK(bench.window.apps().at(0)->core ==
          (isRealTime ? QStringLiteral("realTime0") : QStringLiteral("app")));
    if (!isRealTime)
        REQUIRE(until([&] { return bench.hasLogged(QStringLiteral("ready")); }, kLong));

    const QWidget& board = *bench.window.boardPage().view().viewport();
    const auto isGreen = [&] {
        const QColor now = bench.pixelAt(QStringLiteral("D1"));
        return now.green() > now.red() + 60 && now.green() > now.blue() + 60;
    };
    CHECK_FALSE(isGreen());
    mouse::press(board, bench.placeOf(QStringLiteral("SW2")));
    REQUIRE(until(isGreen, kLong));
    mouse::release();
    REQUIRE(until([&] {
        return !bench.window.parts().isOn(QStringLiteral("SW2"), QStringLiteral("pressed"));
    }));
    if (isRealTime)
        REQUIRE(until([&] { return !isGreen(); }));
}

} // namespace perisphere::studio_test
