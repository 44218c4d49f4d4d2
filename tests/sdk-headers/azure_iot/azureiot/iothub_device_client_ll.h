// Stands in for the Azure IoT C SDK's header: as much of it as azure_sphere_provisioning.h names.
#pragma once

typedef enum { IOTHUB_CLIENT_OK = 0 } IOTHUB_CLIENT_RESULT;
typedef struct IOTHUB_CLIENT_CORE_LL_HANDLE_DATA_TAG* IOTHUB_DEVICE_CLIENT_LL_HANDLE;
typedef const void* (*IOTHUB_CLIENT_TRANSPORT_PROVIDER)(void);
