#include "commands/sim/snapshot/snapshot.hpp"

#include "commands/sim/snapshot/list.hpp"
#include "commands/sim/snapshot/remove.hpp"
#include "commands/sim/snapshot/restore.hpp"
#include "commands/sim/snapshot/take.hpp"

namespace perisphere::tools
{

Command simSnapshotCommand(Services& services)
{
    Command snapshot("snapshot",
                     "The device as it was, to go back to: take, list, restore, remove");
    snapshot.example("perisphere sim snapshot take installed", "what it remembers now");
    snapshot.example("perisphere sim snapshot restore installed", "it starts again with that");
    snapshot.add(simSnapshotTakeCommand(services));
    snapshot.add(simSnapshotListCommand(services));
    snapshot.add(simSnapshotRestoreCommand(services));
    snapshot.add(simSnapshotRemoveCommand(services));
    return snapshot;
}

} // namespace perisphere::tools
