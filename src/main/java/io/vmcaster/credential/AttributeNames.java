package io.vmcaster.credential;

/** The short names that OpenSSL has for the attribute types of distinguished names. */
final class AttributeNames {

  private AttributeNames() {}

  /**
   * The short name of an attribute type, or the identifier itself when OpenSSL has none.
   *
   * @param oid the object identifier in dotted form
   */
  static String shortName(String oid) {
    return switch (oid) {
      case "0.9.2342.19200300.100.1.1" -> "UID";
      case "0.9.2342.19200300.100.1.2" -> "textEncodedORAddress";
      case "0.9.2342.19200300.100.1.3" -> "mail";
      case "0.9.2342.19200300.100.1.4" -> "info";
      case "0.9.2342.19200300.100.1.5" -> "favouriteDrink";
      case "0.9.2342.19200300.100.1.6" -> "roomNumber";
      case "0.9.2342.19200300.100.1.7" -> "photo";
      case "0.9.2342.19200300.100.1.8" -> "userClass";
      case "0.9.2342.19200300.100.1.9" -> "host";
      case "0.9.2342.19200300.100.1.10" -> "manager";
      case "0.9.2342.19200300.100.1.11" -> "documentIdentifier";
      case "0.9.2342.19200300.100.1.12" -> "documentTitle";
      case "0.9.2342.19200300.100.1.13" -> "documentVersion";
      case "0.9.2342.19200300.100.1.14" -> "documentAuthor";
      case "0.9.2342.19200300.100.1.15" -> "documentLocation";
      case "0.9.2342.19200300.100.1.20" -> "homeTelephoneNumber";
      case "0.9.2342.19200300.100.1.21" -> "secretary";
      case "0.9.2342.19200300.100.1.22" -> "otherMailbox";
      case "0.9.2342.19200300.100.1.23" -> "lastModifiedTime";
      case "0.9.2342.19200300.100.1.24" -> "lastModifiedBy";
      case "0.9.2342.19200300.100.1.25" -> "DC";
      case "0.9.2342.19200300.100.1.26" -> "aRecord";
      case "0.9.2342.19200300.100.1.27" -> "pilotAttributeType27";
      case "0.9.2342.19200300.100.1.28" -> "mXRecord";
      case "0.9.2342.19200300.100.1.29" -> "nSRecord";
      case "0.9.2342.19200300.100.1.30" -> "sOARecord";
      case "0.9.2342.19200300.100.1.31" -> "cNAMERecord";
      case "0.9.2342.19200300.100.1.37" -> "associatedDomain";
      case "0.9.2342.19200300.100.1.38" -> "associatedName";
      case "0.9.2342.19200300.100.1.39" -> "homePostalAddress";
      case "0.9.2342.19200300.100.1.40" -> "personalTitle";
      case "0.9.2342.19200300.100.1.41" -> "mobileTelephoneNumber";
      case "0.9.2342.19200300.100.1.42" -> "pagerTelephoneNumber";
      case "0.9.2342.19200300.100.1.43" -> "friendlyCountryName";
      case "0.9.2342.19200300.100.1.44" -> "uid";
      case "0.9.2342.19200300.100.1.45" -> "organizationalStatus";
      case "0.9.2342.19200300.100.1.46" -> "janetMailbox";
      case "0.9.2342.19200300.100.1.47" -> "mailPreferenceOption";
      case "0.9.2342.19200300.100.1.48" -> "buildingName";
      case "0.9.2342.19200300.100.1.49" -> "dSAQuality";
      case "0.9.2342.19200300.100.1.50" -> "singleLevelQuality";
      case "0.9.2342.19200300.100.1.51" -> "subtreeMinimumQuality";
      case "0.9.2342.19200300.100.1.52" -> "subtreeMaximumQuality";
      case "0.9.2342.19200300.100.1.53" -> "personalSignature";
      case "0.9.2342.19200300.100.1.54" -> "dITRedirect";
      case "0.9.2342.19200300.100.1.55" -> "audio";
      case "0.9.2342.19200300.100.1.56" -> "documentPublisher";
      case "1.2.643.3.131.1.1" -> "INN";
      case "1.2.643.100.1" -> "OGRN";
      case "1.2.643.100.3" -> "SNILS";
      case "1.2.643.100.5" -> "OGRNIP";
      case "1.2.840.113549.1.9.1" -> "emailAddress";
      case "1.2.840.113549.1.9.2" -> "unstructuredName";
      case "1.2.840.113549.1.9.3" -> "contentType";
      case "1.2.840.113549.1.9.4" -> "messageDigest";
      case "1.2.840.113549.1.9.5" -> "signingTime";
      case "1.2.840.113549.1.9.6" -> "countersignature";
      case "1.2.840.113549.1.9.7" -> "challengePassword";
      case "1.2.840.113549.1.9.8" -> "unstructuredAddress";
      case "1.2.840.113549.1.9.9" -> "extendedCertificateAttributes";
      case "1.2.840.113549.1.9.14" -> "extReq";
      case "1.2.840.113549.1.9.15" -> "SMIME-CAPS";
      case "1.2.840.113549.1.9.16" -> "SMIME";
      case "1.2.840.113549.1.9.20" -> "friendlyName";
      case "1.2.840.113549.1.9.21" -> "localKeyID";
      case "1.3.6.1.4.1.311.60.2.1.1" -> "jurisdictionL";
      case "1.3.6.1.4.1.311.60.2.1.2" -> "jurisdictionST";
      case "1.3.6.1.4.1.311.60.2.1.3" -> "jurisdictionC";
      case "2.5.4.3" -> "CN";
      case "2.5.4.4" -> "SN";
      case "2.5.4.5" -> "serialNumber";
      case "2.5.4.6" -> "C";
      case "2.5.4.7" -> "L";
      case "2.5.4.8" -> "ST";
      case "2.5.4.9" -> "street";
      case "2.5.4.10" -> "O";
      case "2.5.4.11" -> "OU";
      case "2.5.4.12" -> "title";
      case "2.5.4.13" -> "description";
      case "2.5.4.14" -> "searchGuide";
      case "2.5.4.15" -> "businessCategory";
      case "2.5.4.16" -> "postalAddress";
      case "2.5.4.17" -> "postalCode";
      case "2.5.4.18" -> "postOfficeBox";
      case "2.5.4.19" -> "physicalDeliveryOfficeName";
      case "2.5.4.20" -> "telephoneNumber";
      case "2.5.4.21" -> "telexNumber";
      case "2.5.4.22" -> "teletexTerminalIdentifier";
      case "2.5.4.23" -> "facsimileTelephoneNumber";
      case "2.5.4.24" -> "x121Address";
      case "2.5.4.25" -> "internationaliSDNNumber";
      case "2.5.4.26" -> "registeredAddress";
      case "2.5.4.27" -> "destinationIndicator";
      case "2.5.4.28" -> "preferredDeliveryMethod";
      case "2.5.4.29" -> "presentationAddress";
      case "2.5.4.30" -> "supportedApplicationContext";
      case "2.5.4.31" -> "member";
      case "2.5.4.32" -> "owner";
      case "2.5.4.33" -> "roleOccupant";
      case "2.5.4.34" -> "seeAlso";
      case "2.5.4.35" -> "userPassword";
      case "2.5.4.36" -> "userCertificate";
      case "2.5.4.37" -> "cACertificate";
      case "2.5.4.38" -> "authorityRevocationList";
      case "2.5.4.39" -> "certificateRevocationList";
      case "2.5.4.40" -> "crossCertificatePair";
      case "2.5.4.41" -> "name";
      case "2.5.4.42" -> "GN";
      case "2.5.4.43" -> "initials";
      case "2.5.4.44" -> "generationQualifier";
      case "2.5.4.45" -> "x500UniqueIdentifier";
      case "2.5.4.46" -> "dnQualifier";
      case "2.5.4.47" -> "enhancedSearchGuide";
      case "2.5.4.48" -> "protocolInformation";
      case "2.5.4.49" -> "distinguishedName";
      case "2.5.4.50" -> "uniqueMember";
      case "2.5.4.51" -> "houseIdentifier";
      case "2.5.4.52" -> "supportedAlgorithms";
      case "2.5.4.53" -> "deltaRevocationList";
      case "2.5.4.54" -> "dmdName";
      case "2.5.4.65" -> "pseudonym";
      case "2.5.4.72" -> "role";
      case "2.5.4.97" -> "organizationIdentifier";
      case "2.5.4.98" -> "c3";
      case "2.5.4.99" -> "n3";
      case "2.5.4.100" -> "dnsName";
      default -> oid;
    };
  }
}
