#!/bin/bash
# Installs a .deb, uses it and removes it, in a copy-on-write view of this machine: nothing of it lasts.
# Run as root in a mount namespace of its own: unshare --mount --propagation private bash THIS DEB
set -euo pipefail
deb=$1
layers=$PWD/layers
mkdir "$layers"
mount -t tmpfs tmpfs "$layers"
for place in usr etc var; do
  mkdir -p "$layers/$place/upper" "$layers/$place/work"
  mount -t overlay overlay -o "lowerdir=/$place,upperdir=$layers/$place/upper,workdir=$layers/$place/work" "/$place"
done
mount -t tmpfs tmpfs /root
export HOME=/root DEBIAN_FRONTEND=noninteractive
unset VMCASTER_JAVA VMCASTER_JAR JAVA_HOME XDG_CACHE_HOME DISH_RDBMS
cd /root

# any Java will do for the program, whether or not it came as a package
dpkg --force-depends -i "$deb" >log 2>&1 || { cat log >&2; exit 1; }
echo "archives: $(find /var/cache/vmcaster -name '*.jsa' -o -name '*.aot' | wc -l)"
getent passwd vmcaster | cut -d: -f1,6
vmcaster --version
vmcaster --quiet --endorser-add '/DC=org/DC=example/CN=Jane Doe'
vmcaster --endorser-list
gunzip -c /usr/share/man/man1/vmcaster.1.gz | head -n 1
bash -c '. /usr/share/bash-completion/completions/vmcaster; complete -p vmcaster'
ls /etc/vmcaster

zcat /usr/share/doc/vmcaster/changelog.gz | head -n 1

# what the timer does, as it does it; without a list nothing can be published, and that is no success
unit=/lib/systemd/system/vmcaster.service
install -d -o vmcaster -m 700 /var/lib/vmcaster
cp /etc/vmcaster/vmcaster.cfg.example /etc/vmcaster/vmcaster.cfg
runuser -u vmcaster -- env -i -C "$(sed -n 's/^WorkingDirectory=//p' $unit)" "$(sed -n 's/^Environment=//p' $unit)" \
  sh -c "$(sed -n 's/^ExecStart=//p' $unit)" 2>said || echo "service: $?, $(head -n 1 said)"

# a newer one over it: the jar is another, so the archives are, too; what the administrator wrote stays
dpkg-deb -R "$deb" newer
sed -i 's/^Version: .*/&.1/' newer/DEBIAN/control
touch -d 'next year' newer/usr/share/vmcaster/vmcaster.jar
dpkg-deb -Znone -b newer newer.deb >/dev/null
echo '# mine' >>/etc/vmcaster/vmcaster.cfg.example
echo '# mine' >>/etc/default/vmcaster
find /var/cache/vmcaster -name '*.jsa' -o -name '*.aot' | sort >before
dpkg --force-depends -i newer.deb >log 2>&1 || { cat log >&2; exit 1; }
find /var/cache/vmcaster -name '*.jsa' -o -name '*.aot' | sort >after
echo "archives in common: $(comm -12 before after | wc -l), new: $(comm -13 before after | wc -l)"
echo "kept: $(grep -l '^# mine' /etc/vmcaster/vmcaster.cfg.example /etc/default/vmcaster | wc -l)"
vmcaster --endorser-list | sed 's/^/after the upgrade: /'

rm /etc/vmcaster/vmcaster.cfg # the administrator's own
dpkg -r vmcaster >log 2>&1 || { cat log >&2; exit 1; }
dpkg -P vmcaster >log 2>&1 || { cat log >&2; exit 1; }
find /usr /etc /var/cache /lib/systemd -name '*vmcaster*' 2>/dev/null
echo removed
