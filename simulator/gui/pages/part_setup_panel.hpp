// What the board file says of the part that is chosen while the board is edited: its name, its
// label and its configuration.
#pragma once

#include <QHash>
#include <QScrollArea>
#include <QString>

namespace perisphere::studio
{

class BoardDraft;
class PartKinds;
class PropertyEditor;

class PartSetupPanel final : public QScrollArea
{
    Q_OBJECT

public:
    PartSetupPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent = nullptr);

    /// A part of the edited file; nothing is to be seen for any other.
    void show(const QString& part);

private:
    void rebuild();
    void refresh();

    BoardDraft& m_draft;
    PartKinds& m_kinds;
    QString m_part;
    QString m_newName;                         ///< that was asked for last
    QHash<QString, PropertyEditor*> m_editors; ///< by setting; "" is its label
    PropertyEditor* m_name = nullptr;
};

} // namespace perisphere::studio
