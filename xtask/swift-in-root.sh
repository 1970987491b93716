# Runs a program inside a folder that holds another system. It is called in a mount namespace of its own, so
# all mounts vanish with the program; and it becomes the program (exec), so who kills the one kills the other.
#   ROOT FOLDER [TREE ...] -- [NAME=VALUE ...] PROGRAM [ARGUMENT ...]
# Each TREE is inside where it is outside; the program starts in FOLDER.
set -eu
root=$1 folder=$2
shift 2
mount_inside() {
  mkdir -p "$root$1"
  mount --rbind "$1" "$root$1"
}
mount_inside /proc
mount_inside /dev
while [ "$1" != -- ]; do
  mount_inside "$1"
  shift
done
shift
exec chroot "$root" /usr/bin/env -i -C "$folder" HOME=/root LANG=C.UTF-8 TERM=dumb \
  PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
