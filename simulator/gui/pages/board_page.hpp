// The board, to see and to touch, and to edit.
#pragma once

#include "board/board_scene.hpp"
#include "board/board_view.hpp"
#include "models/board_draft.hpp"
#include "models/part_kinds.hpp"

#include <QWidget>

class QAction;
class QLabel;

namespace perisphere::studio
{

class BoardEditPanel;
class DeviceConnection;

class BoardPage final : public QWidget
{
    Q_OBJECT

public:
    BoardPage(DeviceConnection& connection, PartsModel& parts, NetsModel& nets,
              QWidget* parent = nullptr);

    [[nodiscard]] BoardView& view() { return *m_view; }
    [[nodiscard]] BoardScene& scene() { return *m_scene; }
    [[nodiscard]] BoardDraft& draft() { return m_draft; }
    /// Edits the board, or goes back to the one that the device has.
    [[nodiscard]] QAction& editAction() { return *m_edit; }
    /// What it is edited with: to be shown beside the board while editAction() is checked.
    [[nodiscard]] BoardEditPanel& editPanel() { return *m_panel; }
    /// Where a new board file would be.
    void setProject(const QString& folder) { m_project = folder; }

Q_SIGNALS:
    void partChosen(const QString& name);
    void boardShown(const QString& name);
    /// The device is to be started again with the board at this path.
    void restartWanted(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fetch();
    void fetchChipPins();
    void connectScene();
    void setEditing(bool isOn);
    void showBoard();
    void addPart(const QString& kind);

    DeviceConnection& m_connection;
    NetsModel& m_nets;
    PartKinds m_kinds;
    BoardDraft m_draft;
    BoardDescription m_running;
    QString m_project;
    QStringList m_shownOwn; ///< the parts of the edited file that are shown
    BoardScene* m_scene;
    BoardView* m_view;
    QLabel* m_pinLine; ///< of the pin that is pointed at
    BoardEditPanel* m_panel;
    QAction* m_edit;
};

} // namespace perisphere::studio
