// What an app uses and may do, in a real window with a real device and app.
#include "pages/app_details.hpp"
#include "pages/apps_page.hpp"
#include "window_bench.hpp"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

TEST_CASE("an app's memory is drawn, and what it was refused has a line to copy", "[window]")
{
    Bench bench;
    const QTemporaryDir folder;
    const QString project = bench.startButton(folder);
    bench.raise(QStringLiteral("appsDock"));
    AppDetails& details = bench.window.appsPage().details();
    const QString app = bench.window.apps().at(0)->componentId;
    REQUIRE(until([&] {
        const MemoryCurve* const curve = details.memory().find(app);
        return curve != nullptr && curve->samples.size() >= 3;
    }));
    const MemoryCurve& curve = *details.memory().find(app);
    CHECK(curve.limit == 256);
    CHECK(curve.peak > 0);
    CHECK(curve.samples.back().time > curve.samples.front().time);
    bench.screenshot(QStringLiteral("app-memory"));
    details.setCurrentIndex(1);
    REQUIRE(until([&] { return details.permissions().table().rowCount() == 1; }));
    CHECK(details.permissions().allLines().isEmpty());

    // The same with less in its manifest.
    QFile manifest(project + QStringLiteral("/app_manifest.json"));
    REQUIRE(manifest.open(QIODevice::ReadOnly));
    QByteArray text = manifest.readAll();
    manifest.close();
    REQUIRE(text.contains(", \"$MT3620_RDB_LED1_GREEN\""));
    text.replace(", \"$MT3620_RDB_LED1_GREEN\"", "");
    REQUIRE(manifest.open(QIODevice::WriteOnly));
    manifest.write(text);
    manifest.close();
    bench.window.appsPage().install(project);
    REQUIRE(until([&] { return !details.permissions().allLines().isEmpty(); }, kLong));
    const QStringList refused = details.permissions().table().rows()[0].cells;
    CHECK(refused.value(PermissionsModel::Capability) == "Gpio");
    auto* const table = details.findChild<QTableView*>(QStringLiteral("permissions"));
    REQUIRE(table != nullptr);
    table->selectRow(0);
    auto* const copy = details.findChild<QPushButton*>(QStringLiteral("copyLine"));
    REQUIRE(until([&] { return copy->isEnabled(); }));
    bench.screenshot(QStringLiteral("app-permissions"));
    QTest::mouseClick(copy, Qt::LeftButton);
    CHECK(QGuiApplication::clipboard()->text() == refused.value(PermissionsModel::Line));
    CHECK(refused.value(PermissionsModel::Line)
              .endsWith(", " + refused.value(PermissionsModel::Value) + ']'));
}

} // namespace perisphere::studio_test
