// Files of the app: those in its image package, to read, and one of its own, to keep data in.
//
// Paths into the package are relative to its root. The check is of the text: a path that begins
// with
// "/" or "." or has ".." anywhere is refused.
//
// Threads: not promised; serialise. API sets: all.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Gives the absolute path of something in the image package, for libraries that open files
/// themselves. Whether it exists is not tried. The same as long as the app runs; it may differ
/// after a restart.
///
/// @param relativePath  path from the package's root
/// @return a string that the caller ends with free(3); or NULL with errno
///   - EFAULT  relativePath is NULL
///   - EINVAL  it is not a path into the package
///   - ENOMEM  no memory
///
/// Capability: none.
char* Storage_GetAbsolutePathInImagePackage(const char* relativePath);

/// Opens a regular file of the image package for reading.
///
/// @param relativePath  path from the package's root
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EFAULT  relativePath is NULL
///   - EINVAL  it is not a path into the package
///   - ENOMEM  no memory
///   - ENOENT  there is no such file; and what else open(2) may give
///
/// Capability: none.
int Storage_OpenFileInImagePackage(const char* relativePath);

/// Opens the app's own file for reading and writing, at its beginning; the first time it is empty.
/// What is in it stays until it is deleted or the app is: over restarts, power-down and updates of
/// the app and of the system. It may be open several times.
///
/// The file cannot grow beyond the size in the manifest ("MutableStorage", "SizeKB"): write(2) may
/// then take fewer bytes than offered and gives -1 with EDQUOT where it can take none. When
/// write(2) returns, the data is in the flash memory.
///
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EACCES  the manifest does not have "MutableStorage", or with SizeKB 0
///   - ENOSPC  the flash memory has no room for it
///   - EIO     the file could not be made
///
/// Capability: MutableStorage.
int Storage_OpenMutableFile(void);

/// Deletes the app's own file. Not while it is open.
///
/// @return 0; or -1 with errno
///   - EACCES  the manifest does not have "MutableStorage"
///   - ENOENT  there is no file
///   - EIO     it could not be deleted
///
/// Capability: MutableStorage.
int Storage_DeleteMutableFile(void);

#ifdef __cplusplus
}
#endif
