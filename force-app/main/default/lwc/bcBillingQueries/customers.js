import { gql } from 'lightning/graphql';

/** The account and its Business Central customers: one per company. */
export const CUSTOMERS = gql`
    query BillingCustomers($accountId: ID!) {
        uiapi {
            query {
                Account(where: { Id: { eq: $accountId } }) {
                    edges {
                        node {
                            Id
                            BC_Number__c {
                                value
                            }
                            BC_Sync_Status__c {
                                value
                            }
                            BC_Sync_Message__c {
                                value
                            }
                        }
                    }
                }
                BC_Customer__c(
                    where: { BC_Account__c: { eq: $accountId } }
                    orderBy: { BC_Company__c: { order: ASC } }
                    first: 50
                ) {
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                            BC_Number__c {
                                value
                            }
                            BC_Company__c {
                                value
                            }
                            BC_Balance__c {
                                value
                            }
                            BC_Overdue__c {
                                value
                            }
                            BC_Credit_Limit__c {
                                value
                            }
                            BC_Blocked__c {
                                value
                            }
                            BC_Payment_Terms__c {
                                value
                            }
                            BC_Currency_Code__c {
                                value
                            }
                            BC_Last_Payment_Date__c {
                                value
                            }
                            BC_Last_Payment_Amount__c {
                                value
                            }
                            BC_Balance_As_Of__c {
                                value
                            }
                            BC_Last_Synced__c {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;
