// Snapshots and stepping back, in a real window with real devices.
#include "pages/cores_page.hpp"
#include "window/snapshot_menu.hpp"
#include "window_bench.hpp"

#include <QAction>
#include <QMessageBox>
#include <QToolButton>

namespace perisphere::studio_test
{

TEST_CASE("a device goes back to a snapshot, and the window with it", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"));
    PartsModel& parts = bench.window.parts();
    REQUIRE(
        until([&] { return parts.isOn(QStringLiteral("AP1"), QStringLiteral("uplink")); }, kLong));
    parts.set(QStringLiteral("AP1"), QStringLiteral("uplink"), false);
    REQUIRE(until([&] { return !parts.isOn(QStringLiteral("AP1"), QStringLiteral("uplink")); }));
    REQUIRE(bench.window.snapshots().snapshots().empty());
    QTest::keyClick(&bench.window, Qt::Key_F6);
    REQUIRE(until([&] { return bench.window.snapshots().snapshots().size() == 1; }));
    CHECK(bench.window.snapshots().snapshots()[0].name == "snapshot 1");
    parts.set(QStringLiteral("AP1"), QStringLiteral("uplink"), true);
    REQUIRE(until([&] { return parts.isOn(QStringLiteral("AP1"), QStringLiteral("uplink")); }));

    QTest::keyClick(&bench.window, Qt::Key_F6, Qt::ShiftModifier);
    QMessageBox* question = nullptr;
    REQUIRE(until([&] {
        question = bench.window.findChild<QMessageBox*>(QStringLiteral("goBack"));
        return question != nullptr && question->isVisible();
    }));
    bench.screenshot(QStringLiteral("go-back"));
    QTest::mouseClick(question->button(QMessageBox::Yes), Qt::LeftButton);
    REQUIRE(until([&] { return !bench.window.connection().isAttached(); }));
    REQUIRE(until([&] { return bench.window.connection().isAttached(); }, kLong));
    REQUIRE(until([&] {
        return parts.find(QStringLiteral("AP1")) != nullptr &&
               !parts.isOn(QStringLiteral("AP1"), QStringLiteral("uplink"));
    }));
    bench.window.snapshots().remove(QStringLiteral("snapshot 1"));
    REQUIRE(until([&] { return bench.window.snapshots().snapshots().empty(); }));
}

TEST_CASE("a held real-time core is stepped back, from its page and from the time bar", "[window]")
{
    Bench bench;
    bench.window.startDevice(QStringLiteral("mt3620_rdb"),
                             QStringLiteral(STUDIO_SAMPLES "/rt_blink"));
    bench.raise(QStringLiteral("coresDock"));
    CoreModel& core = bench.window.coresPage().core();
    auto* const back = bench.window.findChild<QAction*>(QStringLiteral("stepBack"));
    REQUIRE(back != nullptr);
    CHECK_FALSE(back->isEnabled());
    CHECK(back->toolTip().contains(QStringLiteral("snapshot")));
    REQUIRE(until([&] { return core.state() == "running" || core.state() == "sleeping"; }, kLong));
    const auto pc = [&] {
        for (const TextRow& row : core.registers().rows())
            if (row.key == QStringLiteral("pc"))
                return row.cells.value(1);
        return QString();
    };
    REQUIRE(until([&] { return core.hasHistory(); }));
    // It sleeps for most of the time: only what it does from here on can be gone back over.
    PartsModel& parts = bench.window.parts();
    const bool wasLit = parts.isOn(QStringLiteral("D1"), QStringLiteral("redLit"));
    REQUIRE(until(
        [&] { return parts.isOn(QStringLiteral("D1"), QStringLiteral("redLit")) != wasLit; }));
    core.hold();
    REQUIRE(until([&] { return core.isHeld() && back->isEnabled() && !pc().isEmpty(); }));
    const QString held = pc();
    back->trigger();
    REQUIRE(until([&] { return core.isInPast() && pc() != held; }));
    bench.screenshot(QStringLiteral("cores-past"));
    core.step(1); // what it did then is repeated, up to the present
    REQUIRE(until([&] { return !core.isInPast() && pc() == held; }));
    core.release();
    REQUIRE(until([&] { return !core.isHeld() && !back->isEnabled(); }));
}

} // namespace perisphere::studio_test
